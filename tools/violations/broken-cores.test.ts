import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { artifactsFor, changeCore } from '../mutate/change-core.ts'
import { openTestRunner } from '../mutate/edr.ts'
import { type Core, cores, folderOf, type PreparedCore, prepareCore } from '../mutate/prepare-core.ts'
import type { Suite } from '../mutate/suites.ts'
import { brokenBalances } from './broken-cores/balances.ts'
import { type BrokenCore, breakText } from './broken-cores/broken-core.ts'
import { brokenGrants } from './broken-cores/grants.ts'
import { brokenNames } from './broken-cores/names.ts'

const brokenCores: Record<Core, readonly BrokenCore[]> = {
  Names: brokenNames,
  Balances: brokenBalances,
  Grants: brokenGrants,
}

/** With a quarter as many histories the most hidden of these faults is missed by one campaign in three. */
const runSuite = await openTestRunner({ runs: 128, depth: 64 })

/** CI tests the copies of one contract, which the commit chooses (SPACE_SHARE). */
const share = process.env['SPACE_SHARE'] ?? 'all'

for (const core of cores.filter((core) => share === 'all' || share === core)) {
  const copies = brokenCores[core]
  const suiteNames = [...new Set(copies.map(({ suite }) => suite))]

  describe(`${core}, broken`, () => {
    let prepared: PreparedCore
    before(() => {
      prepared = prepareCore(
        core,
        suiteNames.map((name) => `${folderOf(core)}/test/${name}.t.sol`),
      )
    })

    const findSuite = (name: string): Suite => {
      const suite = prepared.suites.find(({ id }) => id.name === `${name}Test`)
      assert.ok(suite, name)
      return suite
    }

    for (const { invariant, fault, file, edits, suite, test, says } of copies) {
      it(`${invariant}: ${fault}`, async () => {
        const broken = breakText(prepared.sources[file] ?? '', edits)
        const found = findSuite(suite)
        const artifacts = artifactsFor(prepared, changeCore(prepared, file, broken), found)
        const { tests, failed } = await runSuite(artifacts, found.id, `^${test}\\b`)
        assert.deepEqual(tests, [test])
        assert.match(failed[0]?.reason ?? 'nothing failed', says)
      })
    }

    it('is found by nothing when it is whole', async () => {
      for (const name of suiteNames) {
        const named = copies.filter(({ suite }) => suite === name).map(({ test }) => test)
        const { id } = findSuite(name)
        const { tests, failed } = await runSuite(prepared.artifacts, id, `^(${named.join('|')})\\b`)
        assert.deepEqual(tests.sort(), [...new Set(named)].sort())
        assert.deepEqual(failed, [])
      }
    })
  })
}

describe('the broken copies', () => {
  it('are those that docs/invariants.md names', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/invariants.md'), 'utf8')
    const rows = [...page.matchAll(/^\| ([NBG]\d) \| .+ \| `(\w+)` \| (.+) \|$/gm)].map(
      ([, ...cells]) => cells,
    )
    const copies = Object.values(brokenCores).flat()
    assert.deepEqual(
      rows,
      copies.map(({ invariant, test, fault }) => [invariant, test, fault]),
    )
  })

  it('are one for each invariant', () => {
    const ids = Object.values(brokenCores).flatMap((copies) => copies.map(({ invariant }) => invariant))
    const numbered = (letter: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
    assert.deepEqual(ids, [...numbered('N', 7), ...numbered('B', 9), ...numbered('G', 9)])
  })

  it('are not made where the text has changed', () => {
    assert.throws(() => breakText('a b', [['c', 'd']]), /^Error: 0 times in the file: c$/)
    assert.throws(() => breakText('a a', [['a', 'd']]), /^Error: 2 times in the file: a$/)
    assert.equal(breakText('a b', [['a', 'c']]), 'c b')
  })
})
