import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { describe, it } from 'node:test'
import { contracts, readShare, selectSolidityTests } from './share.ts'

describe('the shares of the longer checks', () => {
  it('follow the seed, unless one is named', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((seed) => readShare(seed, undefined)),
      ['Names', 'Balances', 'Grants', 'Names'],
    )
    assert.equal(readShare(1, 'all'), 'all')
    assert.throws(
      () => readShare(1, 'Lens'),
      /^Error: SPACE_SHARE=Lens: there are Names, Balances, Grants and all$/,
    )
  })

  it('are the whole together, and none is empty', () => {
    const paths = globSync('contracts/**/*.t.sol').sort()
    const parts = contracts.map((contract) => selectSolidityTests(contract, paths))
    assert.ok(parts.every((part) => part.length > 0))
    assert.deepEqual(parts.flat().sort(), paths)
    assert.deepEqual(selectSolidityTests('all', paths), paths)
  })
})
