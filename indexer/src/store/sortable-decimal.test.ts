import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import '../testing/seed.ts'
import type { BigDecimal } from '../numbers/big-decimal.ts'
import {
  decodeSortableDecimal,
  encodeSortableDecimal,
  parseDecimal,
  plainDecimalOf,
  plainDecimalSql,
} from './sortable-decimal.ts'

const decimal = fc.record({
  digits: fc.oneof(
    fc.bigInt({ min: -1000n, max: 1000n }),
    fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }),
  ),
  exp: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -6143, max: 6144 })),
})

function compareNumerically(a: BigDecimal, b: BigDecimal): number {
  const exp = Math.min(a.exp, b.exp)
  const difference = a.digits * 10n ** BigInt(a.exp - exp) - b.digits * 10n ** BigInt(b.exp - exp)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

describe('encodeSortableDecimal', () => {
  it('orders as the numbers do, in SQLite', () => {
    const compare = new DatabaseSync(':memory:').prepare('SELECT (? > ?) - (? < ?) AS o')
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [encodeSortableDecimal(a), encodeSortableDecimal(b)]
        assert.equal(compare.get(x, y, x, y)?.o, compareNumerically(a, b))
      }),
      { numRuns: 2000 },
    )
  })

  it('orders prefixes and neighbours on both sides of zero', () => {
    const ascending = [
      '-1e3',
      '-1.52',
      '-1.5',
      '-1.49',
      '-1',
      '-0.1',
      '-0.01',
      '0',
      '1e-9',
      '0.1',
      '1',
      '1.5',
      '1.51',
      '10',
    ]
    const encoded = ascending.map((text) => encodeSortableDecimal(parseDecimal(text) as BigDecimal))
    assert.deepEqual([...encoded].sort(), encoded)
  })

  it('gives back number and plain decimal', () => {
    const database = new DatabaseSync(':memory:')
    const plain = database.prepare(`SELECT ${plainDecimalSql('x')} AS plain FROM (SELECT ? AS x)`)
    fc.assert(
      fc.property(decimal, (value) => {
        const encoded = encodeSortableDecimal(value)
        assert.equal(compareNumerically(decodeSortableDecimal(encoded), value), 0)
        assert.equal(encodeSortableDecimal(decodeSortableDecimal(encoded)), encoded)
        assert.equal(plain.get(encoded)?.plain, plainDecimalOf(encoded))
        assert.equal(compareNumerically(parseDecimal(plainDecimalOf(encoded)) as BigDecimal, value), 0)
      }),
    )
    assert.equal(plainDecimalOf(encodeSortableDecimal({ digits: -1200n, exp: -5 })), '-0.012')
    assert.equal(plainDecimalOf(encodeSortableDecimal({ digits: 12n, exp: 3 })), '12000')
    assert.equal(plainDecimalOf(encodeSortableDecimal({ digits: 0n, exp: 7 })), '0')
  })

  it('holds the largest integers of the mapping language', () => {
    const largest = 2n ** 435_411n
    assert.ok(
      encodeSortableDecimal({ digits: largest, exp: 0 }) >
        encodeSortableDecimal({ digits: largest - 1n, exp: 0 }),
    )
    assert.throws(() => encodeSortableDecimal({ digits: 1n, exp: 600_000 }), RangeError)
  })
})

describe('parseDecimal', () => {
  it('reads plain and scientific notation', () => {
    assert.deepEqual(parseDecimal('-12.50'), { digits: -1250n, exp: -2 })
    assert.deepEqual(parseDecimal('+1.5E+3'), { digits: 15n, exp: 2 })
    assert.deepEqual(parseDecimal('.5'), { digits: 5n, exp: -1 })
  })
  for (const text of ['', '.', '-', '1e', '0x10', '1 ', 'NaN', '1.2.3']) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseDecimal(text), undefined))
  }
})
