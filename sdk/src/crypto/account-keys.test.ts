import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sha256 } from '@noble/hashes/sha2.js'
import { toHex } from '../utils/index.ts'
import { deriveAccountKeys } from './account-keys.ts'
import { deriveAuthorKey } from './author-key.ts'
import { authorKey, bobKeys, repeat, scope } from './test-support.ts'

describe('account keys', () => {
  it('meet the reviewed values', () => {
    assert.equal(
      toHex(sha256(bobKeys.kemPublicKey)),
      '0x3c44c943f3ae61a9c728b7c36f62a5ccc8d3eb2ca1bc7f6f1d47fc57e8a11913',
    )
    assert.equal(
      toHex(bobKeys.signPublicKey),
      '0xa3eae6151933f5689adff8420cf0608b96743ef0a736716e9cbb768b1a4f01fc',
    )
  })

  it('differ between account epochs and roots', () => {
    const seeds = [
      bobKeys,
      deriveAccountKeys(repeat(0x10, 32), 1),
      deriveAccountKeys(repeat(0x11, 32), 0),
    ].flatMap((keys) => [toHex(keys.kemSeed), toHex(keys.signSeed)])
    assert.equal(new Set(seeds).size, 6)
  })
})

describe('author key', () => {
  it('meets the reviewed value and is another one in each folder', () => {
    assert.equal(
      toHex(authorKey.author),
      '0x21dab69589f578438adc3691a66b26b447482f47aae025c1f80957a5ec23b82e',
    )
    assert.notDeepEqual(deriveAuthorKey(repeat(0x30, 32), repeat(1, 32)).author, authorKey.author)
    assert.notDeepEqual(deriveAuthorKey(repeat(0x31, 32), scope).author, authorKey.author)
  })
})
