import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { entryNameProblem } from '../../codec/entry-name.ts'
import { TargetPaths } from './target-paths.ts'
import '../../../../test/support/seed-fast-check.ts'

const composed = '\u00e9'
const decomposed = 'e\u0301'

describe('TargetPaths', () => {
  it('keeps both of two names that are equal after NFC', () => {
    const paths = new TargetPaths(['base'])
    assert.deepEqual(paths.resolve(`${composed}.txt`), { path: ['base', `${composed}.txt`], renamed: false })
    assert.deepEqual(paths.resolve(`${decomposed}.txt`), {
      path: ['base', `${composed} (2).txt`],
      renamed: true,
    })
    assert.deepEqual(paths.resolve(`${composed}.txt`), { path: ['base', `${composed}.txt`], renamed: false })
  })

  it('moves what is below a renamed directory along with it', () => {
    const paths = new TargetPaths([])
    paths.resolve(composed)
    assert.deepEqual(paths.resolve(`${decomposed}/a`), { path: [`${composed} (2)`, 'a'], renamed: true })
    assert.deepEqual(paths.resolve(`${composed}/a`), { path: [composed, 'a'], renamed: false })
  })

  it('fits a renamed name into 255 bytes', () => {
    const paths = new TargetPaths([])
    const long = `${composed.repeat(127)}x`
    paths.resolve(long)
    const second = paths.resolve(long.normalize('NFD'))
    assert.ok('path' in second && second.renamed)
    assert.equal(entryNameProblem(second.path[0] as string), undefined)
  })

  it('says what is wrong with a name that cannot be kept', () => {
    assert.ok('problem' in new TargetPaths([]).resolve('a'.repeat(256)))
    assert.ok('problem' in new TargetPaths([]).resolve('bad\0/child'))
  })

  it('never gives two sources one place, and only usable names', () => {
    const name = fc.constantFrom('a', composed, decomposed, 'a (2)', 'x.y', '\u212b', '\u00c5')
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 40 }), (sources) => {
        const paths = new TargetPaths([])
        const targets = sources.map((source) => paths.resolve(source))
        const placed = targets.map((target) => ('path' in target ? target.path.join('/') : ''))
        assert.equal(new Set(placed).size, placed.length)
        for (const target of targets) {
          assert.ok('path' in target && target.path.every((part) => entryNameProblem(part) === undefined))
        }
      }),
    )
  })
})
