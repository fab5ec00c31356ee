import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hasCode, repeat } from '../crypto/test-support.ts'
import { compareBytes } from '../utils/index.ts'
import { type CborValue, encodeCbor } from './cbor.ts'
import { compareNames, type DirectoryNode, decodeDirectory, encodeDirectory } from './directory.ts'
import { entryNameProblem } from './entry-name.ts'
import '../../../test/support/seed-fast-check.ts'

const pointer = { digest: repeat(1, 32), secret: repeat(2, 32), sizeClass: 4 as const }
const pointerBytes = Uint8Array.of(...repeat(1, 32), ...repeat(2, 32), 4)
const id = repeat(7, 16)
const invalid = hasCode('DIRECTORY_INVALID')

const node: DirectoryNode = {
  level: 0,
  entries: [
    { id, name: 'Z', kind: 'directory', modifiedMs: 0, content: { kind: 'node', pointer } },
    { id, name: 'a', kind: 'file', modifiedMs: 5, content: { kind: 'inline', bytes: repeat(1, 3072) } },
    {
      id,
      name: 'é',
      kind: 'file',
      modifiedMs: 5,
      content: { kind: 'slice', bundle: pointer, offset: 10, lengthBytes: 262_077 },
    },
  ],
}

const entry = { i: id, n: 'a', k: 1, m: 5, c: [0, repeat(1, 3)] }
const directory = (...e: CborValue[]) => encodeCbor({ t: 'dir', v: 1, l: 0, e })
const upper = (...e: CborValue[]) => encodeCbor({ t: 'dir', v: 1, l: 1, e })

describe('directory node', () => {
  it('round-trips entries and upper parts', () => {
    assert.deepEqual(decodeDirectory(encodeDirectory(node)), node)
    const above: DirectoryNode = { level: 2, children: [{ firstName: 'a', pointer }] }
    assert.deepEqual(decodeDirectory(encodeDirectory(above)), above)
    const empty: DirectoryNode = { level: 0, entries: [] }
    assert.deepEqual(decodeDirectory(encodeDirectory(empty)), empty)
  })

  it('refuses every wrong entry', () => {
    const wrong: CborValue[] = [
      { ...entry, i: repeat(7, 15) },
      { ...entry, i: repeat(0, 16) },
      { ...entry, n: '..' },
      { ...entry, n: 5 },
      { ...entry, k: 2 },
      { ...entry, k: 0 },
      { ...entry, m: 'now' },
      { ...entry, y: 0 },
      { ...entry, x: {} },
      { ...entry, c: [0, repeat(1, 3073)] },
      { ...entry, c: [0] },
      { ...entry, c: [1, repeat(1, 64)] },
      { ...entry, c: [1, Uint8Array.of(...repeat(1, 64), 6)] },
      { ...entry, c: [2, pointerBytes, 0] },
      { ...entry, c: [2, pointerBytes, 11, 262_077] },
      { ...entry, c: [3, pointerBytes] },
      { ...entry, c: [] },
      [1],
    ]
    for (const item of wrong) assert.throws(() => decodeDirectory(directory(item)), invalid)
    assert.ok(decodeDirectory(directory(entry)))
  })

  it('refuses names that are not sorted, or repeat', () => {
    assert.throws(() => decodeDirectory(directory(entry, entry)), invalid)
    assert.throws(() => decodeDirectory(directory({ ...entry, n: 'b' }, entry)), invalid)
    assert.throws(() => decodeDirectory(upper(['b', pointerBytes], ['a', pointerBytes])), invalid)
  })

  it('refuses upper parts without children or with bad names', () => {
    assert.throws(() => decodeDirectory(upper()), invalid)
    assert.throws(() => decodeDirectory(upper(['', pointerBytes])), invalid)
    assert.throws(() => decodeDirectory(upper(['a', pointerBytes, 1])), invalid)
    assert.throws(() => decodeDirectory(upper(entry)), invalid)
    const tooHigh = encodeCbor({ t: 'dir', v: 1, l: 16, e: [['a', pointerBytes]] })
    assert.throws(() => decodeDirectory(tooHigh), invalid)
  })

  it('is not written wrong either', () => {
    const [first, second] = node.entries
    assert.ok(first && second)
    for (const entries of [[second, first], [{ ...first, name: 'a/b' }], [{ ...second, name: 'e\u0301' }]]) {
      assert.throws(() => encodeDirectory({ level: 0, entries }), invalid)
    }
  })
})

describe('compareNames', () => {
  it('orders as UTF-8 bytes do', () => {
    const encoder = new TextEncoder()
    const near = fc.string({ unit: fc.constantFrom('a', 'é', '\ud7ff', '\ue000', '\uffff', '🙂', '🙃') })
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'grapheme' })), near, (a, b) => {
        const expected = compareBytes(encoder.encode(a), encoder.encode(b))
        assert.equal(Math.sign(compareNames(a, b)), Math.sign(expected))
      }),
    )
  })
})

describe('entry names', () => {
  it('may be anything that a file system could hold', () => {
    for (const name of ['a', ' ', '...', '.hidden', '🙂', 'a\\b', 'a\ufeff', 'x'.repeat(255)]) {
      assert.equal(entryNameProblem(name), undefined)
    }
  })

  it('say what is wrong', () => {
    const wrong: Record<string, RegExp> = {
      '': /1 to 255/,
      ['é'.repeat(128)]: /1 to 255/,
      'a/b': /"\/"/,
      'a\0': /zero byte/,
      '.': /place/,
      '..': /place/,
      'e\u0301': /normal form/,
      '\ud800': /Unicode text/,
      '\ufeffa': /byte order mark/,
    }
    for (const [name, problem] of Object.entries(wrong)) assert.match(entryNameProblem(name) ?? '', problem)
  })
})
