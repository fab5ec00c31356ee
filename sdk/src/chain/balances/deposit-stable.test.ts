import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, randomAddress, useChain, useDevnet } from '../test-support.ts'
import { depositStable, depositStableCalls, extractDepositStable } from './deposit-stable.ts'
import { readBalance } from './read-balance.ts'
import { extractWithdraw, withdraw, withdrawCall } from './withdraw.ts'

const coins = 3_000_000n

describe('depositStable and withdraw', () => {
  it('move coins into principal and back, coin for coin', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const account = signer.address
    await (await useDevnet()).fundCoins(account, coins)
    const receipt = await depositStable(chain, { signer, to: account, amount: coins, capMicroUsd: 5n })
    assert.deepEqual(extractDepositStable(chain, receipt), {
      account,
      payer: account,
      amount: coins,
      microUsd: coins,
    })
    const full = await readBalance(chain, { account })
    assert.deepEqual([full.principalMicroUsd, full.capMicroUsd], [coins, 5n])
    const to = randomAddress()
    const withdrawn = await withdraw(chain, { signer, microUsd: 1_000_000n, to })
    assert.deepEqual(extractWithdraw(chain, withdrawn), { account, to, microUsd: 1_000_000n })
    await assert.rejects(withdraw(chain, { signer, microUsd: coins, to }), (error) => {
      assert.ok(SpaceError.is(error, 'FUNDS_INSUFFICIENT'))
      assert.deepEqual([error.data.needed, error.data.available], [coins, coins - 1_000_000n])
      return true
    })
  })

  it('approve only what is not approved yet', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const from = signer.address
    const devnet = await useDevnet()
    await devnet.fundCoins(from, coins)
    const calls = await depositStableCalls(chain, { from, to: from, amount: coins })
    assert.deepEqual(
      calls.map(({ to }) => to),
      [devnet.addresses.coin, chain.addresses.balances],
    )
    await signer.sendCalls(calls.slice(0, 1))
    assert.equal((await depositStableCalls(chain, { from, to: from, amount: coins })).length, 1)
    assert.equal((await depositStableCalls(chain, { from, to: from, amount: coins + 1n })).length, 2)
  })

  it('say how many coins are missing, and refuse amounts that are none', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const to = signer.address
    await assert.rejects(depositStable(chain, { signer, to, amount: 1n }), (error) => {
      assert.ok(SpaceError.is(error, 'FUNDS_INSUFFICIENT'))
      assert.deepEqual([error.data.needed, error.data.available], [1n, 0n])
      return true
    })
    const invalid = (error: unknown) => SpaceError.is(error, 'INPUT_INVALID')
    await assert.rejects(depositStable(chain, { signer, to, amount: -1n }), invalid)
    assert.throws(() => withdrawCall(chain, { microUsd: -1n, to }), invalid)
    await assert.rejects(withdraw(chain, { signer, microUsd: 1n, to: '0x0' }), invalid)
  })

  it('rejects with the reason of the signal', async () => {
    const chain = await useChain()
    const reason = new Error('no longer wanted')
    const to = randomAddress()
    const work = depositStableCalls(chain, { from: to, to, amount: 1n, signal: AbortSignal.abort(reason) })
    await assert.rejects(work, reason)
  })
})
