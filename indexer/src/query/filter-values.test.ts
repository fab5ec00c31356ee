import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeSortableDecimal } from '../store/sortable-decimal.ts'
import { readFilterValue, toSqlValue } from './filter-values.ts'

test('reads texts as values of the store', () => {
  assert.deepEqual(readFilterValue('Bytes', '0xAb'), Buffer.from([0xab]))
  assert.deepEqual(readFilterValue('Bytes', 'ab'), Buffer.from([0xab]))
  assert.equal(readFilterValue('BigInt', '+1_000'), 1000n)
  assert.equal(readFilterValue('BigInt', '-007'), -7n)
  assert.deepEqual(readFilterValue('BigDecimal', '-1.5e3'), { digits: -15n, exp: 2 })
  assert.equal(readFilterValue('Int8', '9223372036854775807'), 2n ** 63n - 1n)
  assert.equal(readFilterValue('String', 'x'), 'x')
  assert.equal(readFilterValue('Int', 5), 5)
})

test('says what does not parse in the words of graph-node', () => {
  const cases: [kind: 'Bytes' | 'BigInt' | 'Int8' | 'BigDecimal', text: string, reason: string][] = [
    ['Bytes', '0x1', 'Odd number of digits'],
    ['Bytes', '0Xff', "Invalid character 'X' at position 1"],
    ['BigInt', '', 'cannot parse integer from empty string'],
    ['BigInt', '1e3', 'invalid digit found in string'],
    ['BigInt', '_1', 'invalid digit found in string'],
    ['Int8', '9223372036854775808', 'number too large to fit in target type'],
    ['BigDecimal', '1,5', 'invalid digit found in string'],
  ]
  for (const [kind, text, reason] of cases) {
    assert.throws(() => readFilterValue(kind, text), {
      message: `Failed to decode \`${kind}\` value: \`${reason}\``,
    })
  }
})

test('compares as the column does', () => {
  assert.equal(toSqlValue('BigInt', 5n), encodeSortableDecimal({ digits: 5n, exp: 0 }))
  assert.equal(
    toSqlValue('BigDecimal', { digits: 5n, exp: -1 }),
    encodeSortableDecimal({ digits: 5n, exp: -1 }),
  )
  assert.equal(toSqlValue('Boolean', true), 1)
  assert.equal(toSqlValue('Int8', 5n), 5n)
})
