import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import type { Signer } from '../../signers/index.ts'
import { createFundedSigner, randomAddress, useChain, useDevnet } from '../test-support.ts'
import { depositEth, depositEthCall, extractDepositEth } from './deposit-eth.ts'
import { readBalance } from './read-balance.ts'

describe('depositEth', () => {
  it('turns ether into credit at the price of the feed, and sets the cap', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const amountWei = 10n ** 16n
    const receipt = await depositEth(chain, { signer, to: signer.address, amountWei, capMicroUsd: 7n })
    const { microUsd, ...event } = extractDepositEth(chain, receipt)
    assert.deepEqual(event, { account: signer.address, payer: signer.address, amount: amountWei })
    assert.ok(microUsd > 0n)
    assert.deepEqual(await readBalance(chain, { account: signer.address }), {
      creditMicroUsd: microUsd,
      principalMicroUsd: 0n,
      totalMicroUsd: microUsd,
      capMicroUsd: 7n,
      spentMicroUsd: 0n,
    })
  })

  it('may pay for another account, whose cap stays', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const to = randomAddress()
    const event = extractDepositEth(chain, await depositEth(chain, { signer, to, amountWei: 10n ** 16n }))
    assert.deepEqual([event.account, event.payer], [to, signer.address])
    assert.equal((await readBalance(chain, { account: to })).capMicroUsd, 0n)
  })

  it('says what is missing before anything is sent', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain, 5n)
    await assert.rejects(depositEth(chain, { signer, to: signer.address, amountWei: 6n }), (error) => {
      assert.ok(SpaceError.is(error, 'FUNDS_INSUFFICIENT'))
      assert.deepEqual([error.data.needed, error.data.available, error.data.unit], [6n, 5n, 'wei'])
      return true
    })
  })

  it('says that the price is too old', async () => {
    const chain = await useChain()
    const devnet = await useDevnet()
    const signer = await createFundedSigner(chain)
    const restore = await devnet.snapshot()
    try {
      await devnet.request('evm_increaseTime', [30 * 24 * 3600])
      await devnet.mine()
      const work = depositEth(chain, { signer, to: signer.address, amountWei: 10n ** 16n })
      await assert.rejects(work, (error) => SpaceError.is(error, 'PRICE_STALE'))
    } finally {
      await restore()
    }
  })

  it('keeps any other reason, and refuses amounts that are none', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const minMicroUsd = 10n ** 18n
    const tooLittle = depositEth(chain, { signer, to: signer.address, amountWei: 10n ** 16n, minMicroUsd })
    await assert.rejects(tooLittle, (error) => SpaceError.is(error, 'TRANSACTION_REVERTED'))
    const sending: Signer = { ...signer, sendCalls: () => assert.fail('nothing may be sent') }
    const bad = [
      { amountWei: -1n },
      { capMicroUsd: 2n ** 48n },
      { minMicroUsd: -1n },
      { to: '0x12' as const },
    ]
    for (const change of bad) {
      const deposit = { to: signer.address, amountWei: 1n, ...change }
      assert.throws(
        () => depositEthCall(chain, deposit),
        (error) => SpaceError.is(error, 'INPUT_INVALID'),
      )
      await assert.rejects(depositEth(chain, { signer: sending, ...deposit }), (error) =>
        SpaceError.is(error, 'INPUT_INVALID'),
      )
    }
  })
})
