import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findFaults, nameFinding, renderReasons } from './slither-findings.ts'

const finding = {
  check: 'timestamp',
  impact: 'Low',
  description:
    'Grants._give(Grants.Act,Subject) (contracts/grants/Grants.sol#255-273) uses timestamp for comparisons\n\t- a == b (contracts/grants/Grants.sol#270)\n',
}
const name = 'timestamp: Grants._give(Grants.Act,Subject) uses timestamp for comparisons - a == b'

describe('findings of Slither', () => {
  it('keep their name when lines move', () => {
    assert.equal(nameFinding(finding), name)
    assert.equal(nameFinding({ ...finding, description: finding.description.replaceAll('27', '91') }), name)
    assert.notEqual(
      nameFinding({ ...finding, description: finding.description.replace('a == b', 'a > b') }),
      name,
    )
  })

  it('need a reason each, and no reason may be left over', () => {
    assert.deepEqual(findFaults([finding], { [name]: 'A second does not matter.' }), [])
    assert.deepEqual(findFaults([finding], { [name]: ' ' }), [`Low, not justified: ${name}`])
    assert.deepEqual(findFaults([finding], {}), [`Low, not justified: ${name}`])
    assert.deepEqual(findFaults([], { [name]: 'x' }), [`justified, but not found any more: ${name}`])
  })

  it('come into the file without a reason, and leave it when they are gone', () => {
    assert.deepEqual(JSON.parse(renderReasons([finding], { other: 'x' })), { [name]: '' })
    assert.deepEqual(JSON.parse(renderReasons([finding], { [name]: 'x' })), { [name]: 'x' })
  })
})
