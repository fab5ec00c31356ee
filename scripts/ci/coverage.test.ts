import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findUncovered, parseLcov } from './coverage.ts'

const lcov = `TN:
SF:contracts/names/Names.sol
DA:3,1
DA:4,0
DA:9,2
LH:2
end_of_record
SF:contracts/mocks/MockTokens.sol
DA:1,0
end_of_record
`
const code = 'contract C { function f() external { g(); } }'

describe('coverage', () => {
  it('sees lines that no test reaches, what is left out aside', () => {
    const files = {
      'contracts/names/Names.sol': code,
      'contracts/mocks/MockTokens.sol': code,
      'contracts/names/N.t.sol': code,
    }
    assert.deepEqual(findUncovered(files, parseLcov(lcov)), [
      'contracts/names/Names.sol:4: no test reaches it',
    ])
    assert.deepEqual(findUncovered(files, parseLcov(lcov.replace('DA:4,0', 'DA:4,7'))), [])
  })

  it('sees code that no test loads', () => {
    const files = {
      'contracts/names/Lost.sol': code,
      'contracts/names/Shape.sol': 'interface I { function f() external; }',
    }
    assert.deepEqual(findUncovered(files, parseLcov(lcov)), ['contracts/names/Lost.sol: no test loads it'])
  })
})
