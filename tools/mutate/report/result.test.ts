import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findReportFaults } from '../gate.ts'
import type { Verdict } from '../judge-mutant.ts'
import type { Mutant } from '../list-mutants.ts'
import { percent, renderReport } from './render-report.ts'
import { type CoreResult, countVerdicts, listSurvivors } from './result.ts'

const mutant: Mutant = {
  id: 'm',
  file: 'contracts/names/Names.sol',
  start: 0,
  end: 1,
  original: 'a <\n  b',
  replacement: 'a',
  operator: 'operator',
  where: 'Names.register',
  line: 9,
  lines: [8, 10],
}

const result: CoreResult = {
  code: 'hash',
  commit: '0123456789abcdef',
  date: '2026-01-01',
  ...countVerdicts([{ status: 'killed' }, { status: 'survived' }]),
  survivors: listSurvivors([mutant], new Map([['m', { status: 'survived' }]]), {}),
}

describe('countVerdicts', () => {
  it('counts time as a kill, and leaves out what is no mutant', () => {
    const verdicts: Verdict[] = (
      ['killed', 'timeout', 'survived', 'equivalent', 'not-compiled'] as const
    ).map((status) => ({ status }))
    const { mutants, killRate } = countVerdicts(verdicts)
    assert.equal(mutants, 3)
    assert.equal(killRate, 2 / 3)
    assert.equal(countVerdicts([]).killRate, 1)
  })
})

describe('renderReport', () => {
  it('lists the survivors with their reasons', () => {
    const name = 'contracts/names/Names.sol Names.register operator: a < b → a'
    const verdicts = new Map<string, Verdict>([['m', { status: 'survived' }]])
    const survivors = listSurvivors([mutant], verdicts, { [name]: 'It cannot matter.' })
    const text = renderReport({ Names: { ...result, survivors } })
    assert.match(text, /\| Names \| 2 \| 1 \| 0 \| 1 \| 50\.0 % \| 0 \| 0 \| 0123456789 \| 2026-01-01 \|/)
    assert.match(text, /`contracts\/names\/Names\.sol:9` Names\.register: It cannot matter\.\n/)
    assert.match(text, /- a <\n- b\n\+ a\n/)
    assert.match(renderReport({ Names: result }), /No reason is written down yet/)
  })

  it('rounds down', () => {
    assert.equal(percent(0.8999), '89.9 %')
    assert.equal(percent(1), '100.0 %')
  })
})

describe('findReportFaults', () => {
  it('sees a report that is missing, of other code, or too low', () => {
    assert.equal(findReportFaults('Grants', 'hash', { Names: result }).length, 1)
    assert.deepEqual(findReportFaults('Names', 'hash', { Names: { ...result, killRate: 0.9 } }), [])
    assert.match(findReportFaults('Names', 'x', { Names: { ...result, killRate: 0.9 } }).join(), /other code/)
    assert.match(findReportFaults('Names', 'hash', { Names: result }).join(), /only 50\.0 %/)
  })
})
