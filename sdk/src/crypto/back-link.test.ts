import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fromHex } from '../utils/index.ts'
import { backLinkTargets, openBackLink, sealBackLink } from './back-link.ts'
import { epochSecret, hasCode, nextEpochSecret, repeat, scope } from './test-support.ts'

const from = { epoch: 1, secret: nextEpochSecret }
const to = { epoch: 0, secret: epochSecret }

describe('back-links', () => {
  it('meet the reviewed value and open', async () => {
    const sealed = await sealBackLink(scope, from, to)
    assert.deepEqual(
      sealed,
      fromHex(
        '4291485c9266d5dd0c05d09d1e7c2b47feeaf429a4eeaa491291e997068eef441a671a64dcfd0602a5ce10899567c1f2',
      ),
    )
    assert.deepEqual(await openBackLink(scope, from, 0, sealed), epochSecret)
  })

  it('open with nothing but the right secret, epochs and folder', async () => {
    const sealed = await sealBackLink(scope, from, to)
    const refused = hasCode('RECORD_INVALID', /epoch/)
    await assert.rejects(openBackLink(scope, { epoch: 1, secret: epochSecret }, 0, sealed), refused)
    await assert.rejects(openBackLink(scope, { epoch: 2, secret: nextEpochSecret }, 0, sealed), refused)
    await assert.rejects(openBackLink(scope, from, 1, sealed), refused)
    await assert.rejects(openBackLink(repeat(0, 32), from, 0, sealed), refused)
    await assert.rejects(openBackLink(scope, from, 0, sealed.subarray(1)), refused)
    await assert.rejects(openBackLink(scope, from, 0, new Uint8Array(16)), refused)
  })

  it('go back in powers of two and stop at the barrier', () => {
    assert.deepEqual(backLinkTargets(0, 0), [])
    assert.deepEqual(backLinkTargets(1, 0), [0])
    assert.deepEqual(backLinkTargets(9, 0), [8, 7, 5, 1])
    assert.deepEqual(backLinkTargets(9, 6), [8, 7])
    assert.deepEqual(backLinkTargets(9, 9), [])
  })
})
