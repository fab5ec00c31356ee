import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Mutant } from './list-mutants.ts'
import { parseDiff, selectChanged, selectMutants, selectTenth } from './select-mutants.ts'

const mutants = Array.from(
  { length: 500 },
  (_, index): Mutant => ({
    id: (index * 0x9e3779b1).toString(16).padStart(12, '0').slice(-12),
    file: index % 2 === 0 ? 'contracts/A.sol' : 'contracts/B.sol',
    start: index,
    end: index + 1,
    replacement: '',
    original: '',
    operator: 'operator',
    where: 'C.f',
    line: index,
    lines: [index, index + 3],
  }),
)

describe('selectMutants', () => {
  it('cuts into parts that make up the whole', () => {
    const parts = [1, 2, 3].map((index) => selectMutants(mutants, { shard: { index, count: 3 } }))
    assert.deepEqual(
      parts.map(({ length }) => length),
      [167, 167, 166],
    )
    assert.equal(new Set(parts.flat()).size, mutants.length)
  })

  it('orders by the seed alone', () => {
    const ids = (seed: number) => selectMutants(mutants, { seed }).map(({ id }) => id)
    assert.deepEqual(ids(1), ids(1))
    assert.notDeepEqual(ids(1), ids(2))
    assert.deepEqual(ids(1).sort(), mutants.map(({ id }) => id).sort())
  })
})

describe('selectTenth', () => {
  it('takes another tenth for another last digit, all in ten', () => {
    const tenths = Array.from({ length: 10 }, (_, digit) => selectTenth(mutants, `0000000${digit}ffff`))
    assert.equal(tenths.flat().length, mutants.length)
    assert.equal(new Set(tenths.flat()).size, mutants.length)
  })
})

describe('selectChanged', () => {
  const diff = [
    'diff --git a/contracts/A.sol b/contracts/A.sol',
    '--- a/contracts/A.sol',
    '+++ b/contracts/A.sol',
    '@@ -10,2 +10,3 @@ function f() {',
    '+x',
    '@@ -90 +100,0 @@',
    '--- a/contracts/Gone.sol',
    '+++ /dev/null',
    '@@ -1,5 +0,0 @@',
  ].join('\n')

  it('reads the lines of the new side', () => {
    assert.deepEqual(parseDiff(diff).get('contracts/A.sol')?.slice(0, 2), [
      [10, 12],
      [100, 100],
    ])
  })

  it('takes the mutants of functions that a change touches', () => {
    const lines = selectChanged(mutants, new Map([['contracts/A.sol', [[10, 12] as const]]])).map(
      ({ line }) => line,
    )
    assert.deepEqual(lines, [8, 10, 12])
  })
})
