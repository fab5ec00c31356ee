import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeClaim, verifyClaim } from './claim.ts'
import { authorKey, bobBind, bobKeys, bobSubject, hasCode, repeat, scope } from './test-support.ts'

describe('claim', () => {
  const { author } = authorKey
  const claim = makeClaim({
    scope,
    author,
    subject: bobSubject,
    bind: bobBind.digest,
    signSeed: bobKeys.signSeed,
  })
  const expected = {
    scope,
    author,
    bind: { digest: bobBind.digest, signPublicKey: bobKeys.signPublicKey },
  }

  it('holds for its folder, author and binding, and for no other', () => {
    verifyClaim(claim, expected)
    const wrong = [
      { ...expected, scope: repeat(1, 32) },
      { ...expected, author: repeat(1, 32) },
      { ...expected, bind: { ...expected.bind, signPublicKey: author } },
      { ...expected, bind: { ...expected.bind, digest: repeat(1, 32) } },
    ]
    for (const other of wrong) assert.throws(() => verifyClaim(claim, other), hasCode('CLAIM_INVALID'))
  })
})
