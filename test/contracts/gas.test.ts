import assert from 'node:assert/strict'
import { findGasFaults, type GasFigure, readGasFile, writeGasFile } from './support/gas.ts'
import { measureAdapters } from './support/gas-adapters.ts'
import { measureBalances } from './support/gas-balances.ts'
import { measureGrants } from './support/gas-grants.ts'
import { measureNames } from './support/gas-names.ts'

/** `UPDATE_GAS=1` writes the file anew; the bars hold all the same. */
const updates = process.env.UPDATE_GAS === '1'

/** Bars of the specification that are missed, and where it is said why. */
const missed: Record<string, string> = {
  'Names.register': '0005-gas-of-names',
  'Names.register with primary': '0005-gas-of-names',
  'Names.registerFor': '0005-gas-of-names',
  'Balances.syncCard first': '0010-gas-of-cards',
  'Balances.syncCard again': '0010-gas-of-cards',
  'Grants.hasAccess, name proof': '0005-gas-of-names',
  'Grants.hasAccess, miss': '0005-gas-of-names',
  'Grants.revoke, stale already': '0003-revoke-always-counts',
  'Grants.revokeLeaves': '0009-gas-of-grants',
  'Grants.schedule, first': '0009-gas-of-grants',
}

async function measureAll(): Promise<GasFigure[]> {
  const figures = [
    ...(await measureNames()),
    ...(await measureBalances()),
    ...(await measureGrants()),
    ...(await measureAdapters()),
  ]
  return figures.map((figure) => {
    const reason = missed[figure.operation]
    return reason === undefined ? figure : { ...figure, missed: `docs/decisions/${reason}.md` }
  })
}

describe('contracts/gas.json', function () {
  this.timeout(300_000)

  it('is what every operation costs, within its bar', async () => {
    const figures = await measureAll()
    if (updates) await writeGasFile(figures)
    assert.deepEqual(findGasFaults(figures, await readGasFile()), [])
  })

  it('would show a rise, a fall, a missed bar and an operation that came or went', () => {
    const file = { a: { gas: 10, bar: 12 }, b: { gas: 10, bar: 12 }, c: { gas: 10, bar: 12 } }
    const figures = [
      { operation: 'a', gas: 13, bar: 12 },
      { operation: 'b', gas: 9, bar: 12 },
      { operation: 'd', gas: 1, bar: 2 },
    ]
    assert.deepEqual(findGasFaults(figures, file), [
      'a: 13 gas is above the bar of 12',
      'a: 13 gas, 10 in the file',
      'b: 9 gas, 10 in the file',
      'd: not in the file',
      'c: in the file, but not measured',
    ])
    const late = [{ operation: 'a', gas: 10, bar: 9, missed: 'why.md' }]
    assert.deepEqual(findGasFaults(late, { a: { gas: 10, bar: 9, missed: 'why.md' } }), [])
    assert.deepEqual(findGasFaults(late, { a: { gas: 10, bar: 9 } }), ['a: a bar of 9, 9 in the file'])
    assert.deepEqual(findGasFaults([{ operation: 'a', gas: 9, bar: 9, missed: 'why.md' }], {}), [
      'a: does not miss its bar',
      'a: not in the file',
    ])
    assert.deepEqual(findGasFaults([{ operation: 'a', gas: 9 }], { a: { gas: 10 } }), [
      'a: 9 gas, 10 in the file',
    ])
    assert.deepEqual(findGasFaults([{ operation: 'a', gas: 10 }], { a: { gas: 10, bar: 12 } }), [
      'a: a bar of none, 12 in the file',
    ])
    assert.deepEqual(findGasFaults([{ operation: 'a', gas: 10, bar: 99 }], { a: { gas: 10, bar: 12 } }), [
      'a: a bar of 99, 12 in the file',
    ])
  })
})
