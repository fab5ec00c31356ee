import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Interface } from 'ethers'
import { balancesAbi } from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import type { CallReceipt, Log } from '../signers/index.ts'
import type { Hex } from '../utils/index.ts'
import { extractEvent } from './extract-event.ts'
import { randomAddress } from './test-support.ts'

const addresses = {
  names: randomAddress(),
  balances: randomAddress(),
  grants: randomAddress(),
  deployBlock: 0,
}
const account = randomAddress()

function capSet(address: Hex, cap: bigint): Log {
  const { data, topics } = new Interface(balancesAbi).encodeEventLog('CapSet', [account, cap])
  return { address, topics: topics as Hex[], data: data as Hex }
}

const receiptOf = (logs: Log[]): CallReceipt => ({
  transactionHash: `0x${'77'.repeat(32)}`,
  blockNumber: 1,
  gasUsed: 1n,
  gasPriceWei: 1n,
  logs,
})

describe('extractEvent', () => {
  it('gives the first event of the contract, whatever the case of its address', () => {
    const own = addresses.balances.toLowerCase() as Hex
    const { account: found, cap } = extractEvent(
      { addresses },
      'balances',
      'CapSet',
      receiptOf([capSet(own, 5n), capSet(own, 6n)]),
    )
    assert.deepEqual([found, cap], [account, 5n])
  })

  it('takes no event of another contract, which can say anything', () => {
    const receipt = receiptOf([capSet(randomAddress(), 5n)])
    assert.throws(
      () => extractEvent({ addresses }, 'balances', 'CapSet', receipt),
      (error) =>
        SpaceError.is(error, 'EVENT_MISSING') && error.data.transactionHash === receipt.transactionHash,
    )
    const both = receiptOf([capSet(randomAddress(), 5n), capSet(addresses.balances, 6n)])
    assert.equal(extractEvent({ addresses }, 'balances', 'CapSet', both).cap, 6n)
  })
})
