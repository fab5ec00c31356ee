import fc from 'fast-check'
import type { BlockPointer } from '../../chain/chain-types.ts'
import type { EntityChange, EntityData, Value } from '../store.ts'

const ACCOUNT_COUNT = 12
const NOTE_COUNT = 6

/** Bytes id of sample account `index`. */
export function accountId(index: number): Uint8Array {
  return Uint8Array.of(0xa0 + (index % 7), index, 0xff)
}

/** Short texts over characters that are special in SQL, LIKE, JSON and Unicode. */
export const sampleText = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'Z', '%', '_', '\\', '"', "'", 'é', 'É', '\u{1f600}', '\n', '1'),
  maxLength: 4,
})

/** Integers of all magnitudes, often equal. */
export const sampleBigInt = fc.oneof(
  fc.bigInt({ min: -3n, max: 3n }),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.bigInt({ min: -(2n ** 255n), max: 2n ** 256n }),
)

/** Normalised decimals of all magnitudes, often equal. */
export const sampleDecimal = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: -20n, max: 20n }), fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n })),
    fc.integer({ min: -40, max: 40 }),
  )
  .map(([digits, exp]) =>
    normaliseDecimal(digits, Math.abs(Number(digits)) <= 20 ? Math.trunc(exp / 20) + 0 : exp),
  )

const sampleBytes = fc.uint8Array({ minLength: 0, maxLength: 3 })
const int64 = fc.oneof(
  fc.bigInt({ min: -2n, max: 2n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
)
const orNull = (value: fc.Arbitrary<Value>) => fc.option(value, { freq: 3 })
const someOf = (value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 3 }) as fc.Arbitrary<Value>
const account = fc.nat(ACCOUNT_COUNT - 1).map(accountId)
const note = fc.nat(NOTE_COUNT - 1).map((index) => `note-${index}`)

/** Values of each stored field of the sample account but its id. */
export const accountFields: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  name: orNull(sampleText),
  balance: sampleBigInt,
  rate: orNull(sampleDecimal),
  active: orNull(fc.boolean()),
  kind: orNull(fc.constantFrom('GIFT', 'LOAN', 'SALARY')),
  level: orNull(fc.integer({ min: -3, max: 3 })),
  serial: orNull(int64),
  seenAt: orNull(int64),
  data: orNull(sampleBytes),
  tags: someOf(sampleText),
  amounts: orNull(someOf(sampleBigInt)),
  hashes: orNull(someOf(sampleBytes)),
  levels: orNull(someOf(fc.integer({ min: -1, max: 1 }))),
  friend: orNull(account),
  notes: someOf(note),
}

const accountChange = fc.tuple(fc.nat(ACCOUNT_COUNT - 1), fc.record(accountFields)).map(
  ([index, fields]): EntityChange => ({
    type: 'Account',
    id: `0x${Buffer.from(accountId(index)).toString('hex')}`,
    data: toData({ id: accountId(index), ...fields }),
  }),
)
const noteChange = fc
  .tuple(note, sampleText)
  .map(([id, text]): EntityChange => ({ type: 'Note', id, data: toData({ id, text }) }))
const badgeChange = fc.tuple(fc.nat(3), account, fc.nat(2)).map(
  ([index, owner, rank]): EntityChange => ({
    type: 'Badge',
    id: `badge-${index}`,
    data: toData({ id: `badge-${index}`, owner, rank }),
  }),
)
const paymentChange = fc.tuple(int64, account, sampleBigInt, orNull(note)).map(
  ([id, from, amount, subject]): EntityChange => ({
    type: 'Payment',
    id: String(id),
    data: toData({ id, from, amount, note: subject }),
  }),
)
const removal = fc
  .oneof(accountChange, noteChange, badgeChange)
  .map((change): EntityChange => ({ ...change, data: null }))

/** Changes of one block; payments may repeat and must then be dropped by the test. */
export const sampleChanges: fc.Arbitrary<EntityChange[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: accountChange },
    { weight: 2, arbitrary: noteChange },
    { weight: 2, arbitrary: badgeChange },
    { weight: 4, arbitrary: paymentChange },
    { weight: 2, arbitrary: removal },
  ),
  { maxLength: 8 },
)

/** A block whose hash depends on its number and on `fork`. */
export function sampleBlock(number: number, fork = 0): BlockPointer {
  const hash = (height: number) =>
    `0x${fork.toString(16).padStart(4, '0')}${height.toString(16).padStart(60, '0')}`
  return { number, hash: hash(number), parentHash: hash(number - 1), timestamp: 1_700_000_000 + number }
}

/** Drops null fields, as the store does. */
export function toData(fields: Readonly<Record<string, Value>>): EntityData {
  return new Map(Object.entries(fields).filter(([, value]) => value !== null))
}

function normaliseDecimal(digits: bigint, exp: number): Value {
  if (digits === 0n) return { digits: 0n, exp: 0 }
  let [rest, power] = [digits, exp]
  while (rest % 10n === 0n) [rest, power] = [rest / 10n, power + 1]
  return { digits: rest, exp: power }
}
