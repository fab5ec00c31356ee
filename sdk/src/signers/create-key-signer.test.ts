import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import { Transaction, verifyTypedData } from 'ethers'
import { createRandom } from '../../../test/support/random.ts'
import { RpcError } from '../chain/http-request.ts'
import { createFundedSigner, randomAddress, useChain } from '../chain/test-support.ts'
import { type Hex, type Request, toHex } from '../utils/index.ts'
import { createKeySigner } from './create-key-signer.ts'

const privateKey = createRandom('create-key-signer').bytes(32)
const call = { to: randomAddress(), data: '0x', valueWei: 1n } as const

/** A node that answers by method, and keeps what was sent to it. */
function mockNode(answers: Record<string, (params: readonly unknown[]) => unknown>) {
  const sent: Transaction[] = []
  const request: Request = async ({ method, params = [] }) => {
    if (method === 'eth_sendRawTransaction') sent.push(Transaction.from(String(params[0])))
    const answer = answers[method] ?? standard[method]
    if (answer === undefined) throw new RpcError({ code: -32601, message: `no ${method}` })
    return answer(params)
  }
  return { chain: { request, chainId: 5n }, sent }
}

const standard: Record<string, (params: readonly unknown[]) => unknown> = {
  eth_estimateGas: () => '0x5208',
  eth_getTransactionCount: () => '0x7',
  eth_getBlockByNumber: () => ({ baseFeePerGas: '0x64' }),
  eth_maxPriorityFeePerGas: () => '0x3',
  eth_sendRawTransaction: () => '0x',
  eth_getTransactionReceipt: ([hash]) => ({
    status: '0x1',
    transactionHash: hash,
    blockNumber: '0x10',
    gasUsed: '0x5208',
    effectiveGasPrice: '0x65',
    logs: [],
  }),
}

describe('createKeySigner', () => {
  it('sends calls in order and gives a receipt for each', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const receipts = await signer.sendCalls([call, { ...call, valueWei: 2n }])
    assert.equal(receipts.length, 2)
    const [first, second] = receipts
    assert.ok(first && second && first.blockNumber < second.blockNumber)
    assert.match(first.transactionHash, /^0x[0-9a-f]{64}$/)
    assert.equal(first.gasUsed, 21_000n)
    assert.ok(first.gasPriceWei > 0n)
    assert.equal(
      BigInt((await chain.request({ method: 'eth_getBalance', params: [call.to, 'latest'] })) as Hex),
      3n,
    )
  })

  it('signs typed data as EIP-712 says', async () => {
    const signer = createKeySigner(privateKey, await useChain())
    const domain = { name: 'x', version: '1', chainId: 1n, verifyingContract: call.to }
    const types = { Mail: [{ name: 'text', type: 'string' }] }
    const message = { text: 'hello' }
    const signature = await signer.signTypedData({ domain, types, message })
    assert.equal(verifyTypedData(domain, types, message, signature), signer.address)
  })

  it('pays twice the base fee at most, and the tip that the node names', async () => {
    const { chain, sent } = mockNode({})
    const [receipt] = await createKeySigner(privateKey, chain).sendCalls([call])
    const [transaction] = sent
    assert.equal(transaction?.type, 2)
    assert.equal(transaction.from, createKeySigner(privateKey, chain).address)
    assert.deepEqual([transaction.chainId, transaction.nonce, transaction.gasLimit], [5n, 7, 21_000n])
    assert.deepEqual([transaction.maxFeePerGas, transaction.maxPriorityFeePerGas], [203n, 3n])
    assert.deepEqual([receipt?.transactionHash, receipt?.gasPriceWei], [transaction.hash, 101n])
  })

  it('knows nodes without a tip, and chains without a base fee', async () => {
    const refuse = () => {
      throw new RpcError({ code: -32601, message: 'no such method' })
    }
    const withoutTip = mockNode({ eth_maxPriorityFeePerGas: refuse })
    await createKeySigner(privateKey, withoutTip.chain).sendCalls([call])
    assert.equal(withoutTip.sent[0]?.maxPriorityFeePerGas, 10n ** 9n)
    const old = mockNode({ eth_getBlockByNumber: () => ({}), eth_gasPrice: () => '0x9' })
    await createKeySigner(privateKey, old.chain).sendCalls([call])
    assert.deepEqual([old.sent[0]?.type, old.sent[0]?.gasPrice], [0, 9n])
    const broken = mockNode({
      eth_maxPriorityFeePerGas: () => {
        throw new Error('the network is gone')
      },
    })
    await assert.rejects(createKeySigner(privateKey, broken.chain).sendCalls([call]), /network is gone/)
    assert.equal(broken.sent.length, 0)
  })

  it('goes on when the answer to a transaction was lost, and only then', async () => {
    const lose = () => {
      throw new RpcError({ code: -32000, message: 'already known' })
    }
    const lost = mockNode({ eth_sendRawTransaction: lose, eth_getTransactionByHash: ([hash]) => ({ hash }) })
    assert.equal((await createKeySigner(privateKey, lost.chain).sendCalls([call])).length, 1)
    const refused = mockNode({ eth_sendRawTransaction: lose, eth_getTransactionByHash: () => null })
    await assert.rejects(createKeySigner(privateKey, refused.chain).sendCalls([call]), /already known/)
  })

  it('rejects a transaction that was mined and reverted', async () => {
    const reverted = mockNode({
      eth_getTransactionReceipt: ([transactionHash]) => ({ status: '0x0', transactionHash }),
    })
    await assert.rejects(createKeySigner(privateKey, reverted.chain).sendCalls([call]), {
      code: 'CALL_EXCEPTION',
    })
  })

  it('stops waiting when another transaction took the nonce', async () => {
    const replaced = mockNode({
      eth_getTransactionReceipt: () => null,
      eth_getTransactionCount: ([, block]) => (block === 'latest' ? '0x8' : '0x7'),
    })
    await assert.rejects(createKeySigner(privateKey, replaced.chain).sendCalls([call]), {
      code: 'TRANSACTION_REPLACED',
    })
  })

  it('stops waiting for a receipt when the signal aborts', async () => {
    const reason = new Error('no longer wanted')
    const controller = new AbortController()
    const pending = mockNode({
      eth_getTransactionReceipt: () => {
        controller.abort(reason)
        return null
      },
    })
    const signer = createKeySigner(privateKey, pending.chain)
    await assert.rejects(signer.sendCalls([call], { signal: controller.signal }), reason)
  })

  it('shows no key', () => {
    const signer = createKeySigner(privateKey, mockNode({}).chain)
    for (const text of [
      inspect(signer, { depth: 9, showHidden: true }),
      JSON.stringify(signer),
      String(signer),
    ]) {
      assert.ok(!text.includes(toHex(privateKey).slice(2)))
      assert.ok(!text.includes([...privateKey].join(', ')))
    }
  })
})
