import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode, location, repeat } from '../crypto/test-support.ts'
import { decodeLink, encodeLinkFragment } from './link.ts'

const link = { ...location, secret: repeat(0x07, 32), hasPassword: false }
const fragment = encodeLinkFragment(link)

describe('link', () => {
  it('round-trips, alone and behind an address', () => {
    assert.deepEqual(decodeLink(fragment), link)
    assert.deepEqual(decodeLink(`https://example.org/open?a=b${fragment}`), link)
    const secured = { ...link, hasPassword: true, chainId: 2n ** 53n - 1n }
    assert.deepEqual(decodeLink(encodeLinkFragment(secured)), secured)
    assert.match(fragment, /^#1\.[A-Za-z0-9_-]{126}$/)
  })

  it('refuses what is cut, extended, newer or something else', () => {
    const raw = Buffer.from(fragment.slice(3), 'base64url')
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(raw)
      copy[at] = value
      return `#1.${copy.toString('base64url')}`
    }
    for (const [text, reason] of [
      ['', /"#1\."/],
      ['https://example.org/', /"#1\."/],
      [fragment.replace('#1.', '#2.'), /"#1\."/],
      [fragment.slice(0, -1), /cut/],
      [`${fragment}A`, /cut/],
      [`${fragment}=`, /cut/],
      [`${fragment.slice(0, -1)}!`, /cut/],
      [changed(2, 1), /chain/],
      [changed(0, 2), /newer/],
      [changed(1, 2), /newer/],
    ] as const) {
      assert.throws(() => decodeLink(text), hasCode('LINK_INVALID', reason))
    }
    assert.throws(() => encodeLinkFragment({ ...link, secret: repeat(1, 31) }), hasCode('LINK_INVALID'))
  })

  it('takes only the one spelling of its last character', () => {
    const last = fragment.at(-1) as string
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = alphabet[alphabet.indexOf(last) + 1] as string
    assert.throws(() => decodeLink(fragment.slice(0, -1) + twin), hasCode('LINK_INVALID'))
  })

  it('never shows the secret in an error', () => {
    assert.throws(
      () => decodeLink(fragment.slice(0, -1)),
      (error: Error) => !error.message.includes(fragment.slice(90, 100)),
    )
  })
})
