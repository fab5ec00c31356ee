import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { repeat } from '../crypto/test-support.ts'
import type { Content } from './content.ts'
import { encodeDirectory } from './directory.ts'
import { childSizeBytes, entrySizeBytes } from './directory-size.ts'
import { entryNameProblem } from './entry-name.ts'
import '../../../test/support/seed-fast-check.ts'

const pointer = { digest: repeat(1, 32), secret: repeat(2, 32), sizeClass: 4 as const }
const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
  .map((name) => name.normalize('NFC'))
  .filter((name) => entryNameProblem(name) === undefined)
/** Numbers on both sides of every length that a head may have. */
const numbers = fc
  .tuple(fc.constantFrom(24, 2 ** 8, 2 ** 16, 2 ** 32, 2 ** 50), fc.integer({ min: -1, max: 1 }))
  .map(([edge, offset]) => edge + offset)
const contents = fc.oneof(
  fc.integer({ min: 0, max: 3072 }).map((length): Content => ({ kind: 'inline', bytes: repeat(3, length) })),
  fc.constant<Content>({ kind: 'node', pointer }),
  fc
    .tuple(fc.integer({ min: 0, max: 130_000 }), fc.integer({ min: 0, max: 130_000 }))
    .map(([offset, lengthBytes]): Content => ({ kind: 'slice', bundle: pointer, offset, lengthBytes })),
)

describe('sizes in a directory node', () => {
  it('are what encoding an entry gives', () => {
    const emptyBytes = encodeDirectory({ level: 0, entries: [] }).length
    fc.assert(
      fc.property(names, numbers, contents, (name, modifiedMs, content) => {
        const entry = { id: repeat(7, 16), name, kind: 'file' as const, modifiedMs, content }
        const encoded = encodeDirectory({ level: 0, entries: [entry] })
        assert.equal(entrySizeBytes(entry), encoded.length - emptyBytes)
      }),
    )
  })

  it('are what encoding a child gives', () => {
    const emptyBytes = encodeDirectory({ level: 0, entries: [] }).length
    fc.assert(
      fc.property(names, (firstName) => {
        const child = { firstName, pointer }
        const encoded = encodeDirectory({ level: 1, children: [child] })
        assert.equal(childSizeBytes(child), encoded.length - emptyBytes)
      }),
    )
  })
})
