import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import '../testing/seed.ts'
import type { BigDecimal } from './big-decimal.ts'
import {
  addDecimals,
  decimalsEqual,
  divideDecimals,
  formatDecimal,
  makeDecimal,
  multiplyDecimals,
  parseDecimal,
  subtractDecimals,
} from './big-decimal.ts'

/** `operation x y result`, computed with the crate bigdecimal 0.1.2 and graph-node's normalisation. */
const VECTORS = [
  '/ 1 3 0.3333333333333333333333333333333333',
  '/ -1 3 -0.33333333333333333333333333333333333',
  '/ 2 3 0.6666666666666666666666666666666667',
  '/ -2 3 -0.66666666666666666666666666666666666',
  '/ 1 -7 -0.14285714285714285714285714285714285',
  '/ -52197099099990597.160961790060009993379469713 0.6 -86995165166650995.26826965010001665',
  '/ 679989610.20099064092922942209000979409 -8000 -84998.70127512383011615367776125122',
  '* 99999999999999999999999999999999999 1 100000000000000000000000000000000000',
  '* -99999999999999999999999999999999999 1 -99999999999999999999999999999999990',
  '+ 0.1 0.2 0.3',
  '- 1 1 0',
  '+ 9999999999999999999999999999999999 1 10000000000000000000000000000000000',
  '+ 9999999999999999999999999999999999 5 10000000000000000000000000000000000',
  '- -9999999999999999999999999999999999 6 -10000000000000000000000000000000005',
  '/ 10 10 1',
  '/ 5e-20 5e10 0.000000000000000000000000000001',
  '* -98931530609909516041.997916 -90 8903837754891856443779.81244',
  '* 0.99609009 -909 -905.44589181',
  '* 860.010 -3340698007379098360261909099070949 -2873033693326098380808844444292006800',
  '+ 299054.00275 -6.8 299047.20275',
  '- -41.00088 -504260 504218.99912',
  '- -970938538205 9949 -970938548154',
  '/ 999953 70139034900 0.00001425672596473094613396227383790249',
  '- -97904025893190399789608309419901089.9 560440599628290650904893200905909 -98464466492818690440513202620806980',
  '+ 904019749679942922099 982060.1 904019749679943904159.1',
  '* 413801941809 -0 0',
  '- 0.97 -79937999904380691909259509809947007500 79937999904380691909259509809947010000',
  '- 530090617.0 99169.94909 529991447.05091',
  '+ 199 717104709995 717104710194',
  '/ -9900064922090109991585379935671 -49780953.348 198872545748219486099532.8629613331',
  '- 95976998 -99479919870559090051950098 99479919870559090147927096',
  '+ -0.59040509919899150060996995099 -530191929596003007409090999 -530191929596003007409090999.59040509',
  '- -992047520901970004150290049 9008002.3900 -992047520901970004159298051.39',
  '- -964400402309949930770194572199629002 0.9095 -964400402309949930770194572199629000',
  '- 7991099.1255 90089701357 -90081710257.8745',
  '+ -8999904810 -900090079900 -909089984710',
  '/ 900 -71050455830122238000669.08279955079 -0.000000000000000000012667054552779378059862083309346199',
  '* -0.6 28.9230499640959409 -17.35382997845756454',
  '* -200.667032799 -92009663080702209992 18463306079240209756416.449527608',
  '/ 1099644950099 -99901909908999 -0.011007246519117306570877313709581793',
  '* 8040009609192328809900970 990397970472.79005909899238 7962809199525812411184944355848198000',
  '- 800 -96499677 96500477',
  '/ 959739 390.0 2460.869230769230769230769230769231',
  '/ -9.0 88.990990 -0.10113383388587990761761387304490038',
  '/ -9993050902693059009451979908959499 42998069909691999080439604999.940 -232406.96439819897414085731867604225',
  '- -608.0990252003 69402.899090 -70010.9981152003',
  '- -5.0 400240967.0 -400240972',
  '- 26035321695099 -99007930900 26134329625999',
]

const OPERATIONS: Record<string, (x: BigDecimal, y: BigDecimal) => BigDecimal> = {
  '+': addDecimals,
  '-': subtractDecimals,
  '*': multiplyDecimals,
  '/': divideDecimals,
}

function decimal(text: string): BigDecimal {
  const value = parseDecimal(text)
  assert.ok(value !== undefined, text)
  return value
}

const smallDecimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: -9, max: 9 }))
  .map(([digits, exp]) => makeDecimal(digits, BigInt(exp)))

test('computes as graph-node does, negative numbers included', () => {
  for (const vector of VECTORS) {
    const [operation = '', x = '', y = '', result = ''] = vector.split(' ')
    assert.equal(formatDecimal(OPERATIONS[operation]?.(decimal(x), decimal(y)) as BigDecimal), result, vector)
  }
})

test('is exact where 34 digits suffice', () => {
  fc.assert(
    fc.property(smallDecimals, smallDecimals, (x, y) => {
      const scale = 10n ** 18n
      const scaled = (value: BigDecimal) => (value.digits * 10n ** BigInt(value.exp + 40)) / 10n ** 22n
      assert.equal(scaled(addDecimals(x, y)), scaled(x) + scaled(y))
      assert.equal(scaled(subtractDecimals(x, y)), scaled(x) - scaled(y))
      assert.equal(scaled(multiplyDecimals(x, y)) * scale, scaled(x) * scaled(y))
      if (y.digits !== 0n) assert.ok(decimalsEqual(divideDecimals(multiplyDecimals(x, y), y), x))
    }),
  )
})

test('text survives a round trip', () => {
  fc.assert(
    fc.property(smallDecimals, (x) => {
      assert.deepEqual(parseDecimal(formatDecimal(x)), x)
    }),
  )
})

test('never prints an exponent', () => {
  assert.equal(formatDecimal(decimal('1e30')), `1${'0'.repeat(30)}`)
  assert.equal(formatDecimal(decimal('-25e-4')), '-0.0025')
  assert.equal(formatDecimal(decimal('-0.0')), '0')
})

test('reads what graph-node reads and nothing else', () => {
  assert.deepEqual(parseDecimal('+1.50'), { digits: 15n, exp: -1 })
  assert.deepEqual(parseDecimal('.5E+2'), { digits: 5n, exp: 1 })
  for (const text of ['', '.', '-', '1e', '1.2.3', 'NaN', '0x1', ' 1', '1 ']) {
    assert.equal(parseDecimal(text), undefined, text)
  }
})

test('refuses division by zero and exponents beyond decimal128', () => {
  assert.throws(
    () => divideDecimals(decimal('1'), decimal('0')),
    /attempted to divide BigDecimal `1` by zero/,
  )
  assert.throws(() => makeDecimal(1n, 6145n), /outside the `-6143` to `6144` range/)
  assert.throws(() => makeDecimal(1n, -6144n), /outside/)
  assert.throws(() => makeDecimal(1n, 1n << 70n), /outside/)
  assert.deepEqual(makeDecimal(0n, 1n << 70n), { digits: 0n, exp: 0 })
})
