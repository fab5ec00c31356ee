import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import type { Signer } from '../signers/index.ts'
import { sendCall } from './send-call.ts'
import { createFundedSigner, randomAddress, useChain } from './test-support.ts'

describe('sendCall', () => {
  it('says what a wallet without ether has', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain, 1000n)
    const call = { to: randomAddress(), data: '0x', valueWei: 0n } as const
    await assert.rejects(sendCall(chain, { signer }, call, 'the test'), (error) => {
      assert.ok(SpaceError.is(error, 'FUNDS_INSUFFICIENT'))
      assert.deepEqual([error.data.what, error.data.available], ['Sending the test', 1000n])
      return true
    })
  })

  it('sends nothing after an abort, and stops waiting at one', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const call = { to: randomAddress(), data: '0x', valueWei: 1n } as const
    const reason = new Error('no longer wanted')
    await assert.rejects(
      sendCall(chain, { signer, signal: AbortSignal.abort(reason) }, call, 'the test'),
      reason,
    )
    const count = await chain.request({
      method: 'eth_getTransactionCount',
      params: [signer.address, 'latest'],
    })
    assert.equal(count, '0x0')
    const controller = new AbortController()
    const stuck: Signer = {
      ...signer,
      sendCalls: (_calls, options) =>
        new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(reason))),
    }
    setTimeout(() => controller.abort(reason), 10)
    await assert.rejects(
      sendCall(chain, { signer: stuck, signal: controller.signal }, call, 'the test'),
      reason,
    )
  })

  it('refuses a signer that gives no receipt', async () => {
    const chain = await useChain()
    const signer = { ...(await createFundedSigner(chain)), sendCalls: async () => [] }
    const call = { to: randomAddress(), data: '0x', valueWei: 0n } as const
    await assert.rejects(sendCall(chain, { signer }, call, 'the test'), /no receipt/)
  })
})
