import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { computeAddress } from 'ethers'
import { fromHex, toHex } from '../utils/index.ts'
import { deriveLinkKeys } from './link-keys.ts'
import { hasCode, repeat } from './test-support.ts'

const open = { secret: repeat(0x07, 32), hasPassword: false }
const secured = { secret: repeat(0x07, 32), hasPassword: true }

describe('deriveLinkKeys', () => {
  it('meets the reviewed values and gives the address of its Ethereum key', async () => {
    const keys = await deriveLinkKeys(open)
    assert.equal(toHex(keys.kemSeed), '0xd010e04b4c19442e2a153322ec463bbaeac9b30c46fd39ec68a8113d8844d32f')
    assert.equal(
      toHex(keys.ethereumKey),
      '0xdbbae1ee35a9793a90abd2e1fe26d5858fc47df656f8bd52700944df4d7ce821',
    )
    assert.equal(toHex(keys.address), computeAddress(toHex(keys.ethereumKey)).toLowerCase())
    assert.equal(toHex(keys.subject), `0x${'00'.repeat(12)}${toHex(keys.address).slice(2)}`)
  })

  it('mixes in the password, in any Unicode form, and reports how far it is', async () => {
    const seen: number[] = []
    const keys = await deriveLinkKeys(secured, 'pa\u0308ssword', {
      onProgress: ({ done }) => seen.push(done),
    })
    // X(S', "link-kem") for the reviewed S'.
    const mixed = fromHex('5d95a5fbc84da36f2b9f07c768ca4d0388bbe93f0893c4ad4d1b3a98e4433965')
    assert.deepEqual(keys, await deriveLinkKeys({ secret: mixed, hasPassword: false }))
    assert.equal(seen.at(-1), 1)
  })

  it('needs the password if there is one, and stops when told', async () => {
    await assert.rejects(deriveLinkKeys(secured), hasCode('LINK_INVALID', /password/))
    await assert.rejects(deriveLinkKeys(secured, ''), hasCode('LINK_INVALID', /password/))
    await assert.rejects(deriveLinkKeys(open, 'x'), hasCode('LINK_INVALID', /no password/))
    const reason = new Error('enough')
    await assert.rejects(deriveLinkKeys(secured, 'x', { signal: AbortSignal.abort(reason) }), reason)
  })
})
