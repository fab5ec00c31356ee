import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatBytes, formatDollars, formatFigure } from './format.ts'

describe('format', () => {
  it('writes dollars exactly, with at least two decimals', () => {
    assert.equal(formatDollars(0n), '$0.00')
    assert.equal(formatDollars(1n), '$0.000001')
    assert.equal(formatDollars(-1_500_000n), '-$1.50')
    assert.equal(formatDollars(1_234_567_890_000n), '$1,234,567.89')
    assert.equal(formatDollars(1_000_000n), '$1.00')
  })

  it('writes bytes in decimal units', () => {
    assert.equal(formatBytes(0), '0 B')
    assert.equal(formatBytes(999), '999 B')
    assert.equal(formatBytes(1_500), '1.5 kB')
    assert.equal(formatBytes(2_000_000_000_000_000), '2000.0 TB')
  })

  it('takes the unit from the key', () => {
    assert.equal(formatFigure('balanceMicroUsd', 2_000_000n), '$2.00')
    assert.equal(formatFigure('grantGas', 50_858n), '50,858 gas')
    assert.equal(formatFigure('ratio', 1.25), '1.3')
    assert.equal(formatFigure('files', 3), '3')
  })
})
