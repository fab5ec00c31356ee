import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { JsonRpcProvider, verifyTypedData, Wallet } from 'ethers'
import { randomAddress, useDevnet } from '../chain/test-support.ts'
import { createEthersSigner } from './create-ethers-signer.ts'

describe('createEthersSigner', () => {
  let provider: JsonRpcProvider | undefined
  after(() => provider?.destroy())

  async function connect() {
    const { rpcUrl, fundEther } = await useDevnet()
    provider ??= new JsonRpcProvider(rpcUrl, undefined, { cacheTimeout: -1, pollingInterval: 20 })
    const wallet = Wallet.createRandom(provider)
    await fundEther(wallet.address, 10n ** 18n)
    return { wallet, signer: await createEthersSigner(wallet) }
  }

  it('sends calls through the wallet and gives their receipts', async () => {
    const { wallet, signer } = await connect()
    assert.equal(signer.address, wallet.address)
    const to = randomAddress()
    const receipts = await signer.sendCalls([1n, 2n].map((valueWei) => ({ to, data: '0x', valueWei })))
    assert.deepEqual(
      receipts.map(({ gasUsed, logs }) => [gasUsed, logs]),
      [
        [21_000n, []],
        [21_000n, []],
      ],
    )
    assert.equal(await provider?.getBalance(to), 3n)
  })

  it('signs typed data with the wallet', async () => {
    const { signer } = await connect()
    const domain = { name: 'x', version: '1', chainId: 1n, verifyingContract: randomAddress() }
    const types = { Mail: [{ name: 'text', type: 'string' }] }
    const signature = await signer.signTypedData({ domain, types, message: { text: 'hello' } })
    assert.equal(verifyTypedData(domain, types, { text: 'hello' }, signature), signer.address)
  })

  it('sends nothing after an abort, and stops waiting at one', async () => {
    const { wallet, signer } = await connect()
    const call = { to: randomAddress(), data: '0x', valueWei: 1n } as const
    const reason = new Error('no longer wanted')
    await assert.rejects(signer.sendCalls([call], { signal: AbortSignal.abort(reason) }), reason)
    assert.equal(await wallet.getNonce(), 0)
    const controller = new AbortController()
    wallet.sendTransaction = () => new Promise(() => controller.abort(reason))
    const slow = await createEthersSigner(wallet)
    await assert.rejects(slow.sendCalls([call], { signal: controller.signal }), reason)
  })

  it('refuses a wallet that waits for no confirmation', async () => {
    const { wallet } = await connect()
    wallet.sendTransaction = async () => ({ hash: '0x12', wait: async () => null }) as never
    const signer = await createEthersSigner(wallet)
    await assert.rejects(
      signer.sendCalls([{ to: randomAddress(), data: '0x', valueWei: 1n }]),
      /no receipt for 0x12/,
    )
  })
})
