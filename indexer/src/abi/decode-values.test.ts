import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AbiCoder } from 'ethers'
import fc from 'fast-check'
import '../testing/seed.ts'
import { AbiKind, type AbiValue, parseAbiType } from './abi-type.ts'
import { AbiDecodeError, compileDecoder } from './decode-values.ts'
import { encodeValues } from './encode-values.ts'

const coder = AbiCoder.defaultAbiCoder()

/** A type with values of it, plain for ethers and tagged as ours. */
type Sample = { readonly type: string; readonly values: fc.Arbitrary<{ plain: unknown; tagged: AbiValue }> }

const bytesOf = (size: number) => fc.uint8Array({ minLength: size, maxLength: size })
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

const elementary: Sample[] = [
  {
    type: 'uint256',
    values: fc
      .bigInt({ min: 0n, max: (1n << 256n) - 1n })
      .map((value) => ({ plain: value, tagged: { kind: 4, value } })),
  },
  {
    type: 'int128',
    values: fc
      .bigInt({ min: -(1n << 127n), max: (1n << 127n) - 1n })
      .map((value) => ({ plain: value, tagged: { kind: 3, value } })),
  },
  { type: 'bool', values: fc.boolean().map((value) => ({ plain: value, tagged: { kind: 5, value } })) },
  {
    type: 'string',
    values: fc
      .string({ unit: 'grapheme', maxLength: 70 })
      .map((value) => ({ plain: value, tagged: { kind: 6, value } })),
  },
  {
    type: 'bytes',
    values: fc
      .uint8Array({ maxLength: 70 })
      .map((value) => ({ plain: hex(value), tagged: { kind: 2, value } })),
  },
  { type: 'bytes7', values: bytesOf(7).map((value) => ({ plain: hex(value), tagged: { kind: 1, value } })) },
  {
    type: 'address',
    values: bytesOf(20).map((value) => ({ plain: hex(value), tagged: { kind: 0, value } })),
  },
]

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...elementary),
    tie('sample').map((item) => ({
      type: `${item.type}[]`,
      values: fc.array(item.values, { maxLength: 3 }).map((list) => gather(AbiKind.array, list)),
    })),
    fc.tuple(tie('sample'), fc.integer({ min: 1, max: 3 })).map(([item, length]) => ({
      type: `${item.type}[${length}]`,
      values: fc
        .array(item.values, { minLength: length, maxLength: length })
        .map((list) => gather(AbiKind.fixedArray, list)),
    })),
    fc.array(tie('sample'), { minLength: 1, maxLength: 3 }).map((items) => ({
      type: `(${items.map((item) => item.type).join(',')})`,
      values: fc.tuple(...items.map((item) => item.values)).map((list) => gather(AbiKind.tuple, list)),
    })),
  ),
}))

function gather(kind: 7 | 8 | 9, list: readonly { plain: unknown; tagged: AbiValue }[]) {
  const tagged: AbiValue = { kind, value: list.map((item) => item.tagged) }
  return { plain: list.map((item) => item.plain), tagged }
}

const cases = fc.array(sample, { minLength: 1, maxLength: 4 }).chain((samples) =>
  fc.record({
    types: fc.constant(samples.map((item) => item.type)),
    list: fc.tuple(...samples.map((item) => item.values)),
  }),
)

/** Comparable form: views into a buffer equal arrays of their own. */
function plain(values: readonly AbiValue[]): unknown {
  return values.map(({ kind, value }) => {
    if (value instanceof Uint8Array) return { kind, value: hex(value) }
    return { kind, value: Array.isArray(value) ? plain(value) : value }
  })
}

test('decodes and encodes every type as ethers does', () => {
  fc.assert(
    fc.property(cases, ({ types, list }) => {
      const encoded = Buffer.from(
        coder
          .encode(
            types,
            list.map((item) => item.plain),
          )
          .slice(2),
        'hex',
      )
      const tagged = list.map((item) => item.tagged)
      assert.deepEqual(plain(compileDecoder(types.map(parseAbiType))(encoded)), plain(tagged))
      assert.equal(hex(encodeValues(tagged)), hex(encoded))
    }),
    { numRuns: 300 },
  )
})

test('damaged data is refused or decoded, and never anything worse', () => {
  const damage = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }), cut: fc.nat(64) })
  fc.assert(
    fc.property(cases, damage, ({ types, list }, { at, value, cut }) => {
      const encoded = Buffer.from(
        coder
          .encode(
            types,
            list.map((item) => item.plain),
          )
          .slice(2),
        'hex',
      )
      if (encoded.length > 0) encoded[at % encoded.length] = value
      const decode = compileDecoder(types.map(parseAbiType))
      try {
        decode(encoded.subarray(0, Math.max(0, encoded.length - cut)))
      } catch (error) {
        assert.ok(error instanceof AbiDecodeError, String(error))
      }
    }),
    { numRuns: 500 },
  )
})

test('refuses lengths that only a hostile contract writes', () => {
  const huge = Buffer.concat([word(32n), word(0xffffffffn)])
  assert.throws(() => compileDecoder([parseAbiType('uint256[]')])(huge), AbiDecodeError)
  assert.throws(() => compileDecoder([parseAbiType('uint8[0][]')])(huge), AbiDecodeError)
  assert.throws(() => compileDecoder([parseAbiType('bytes')])(word(1n << 200n)), AbiDecodeError)
  assert.throws(() => compileDecoder([parseAbiType('bool')])(word(2n)), AbiDecodeError)
})

test('encoding refuses numbers that do not fit', () => {
  assert.throws(() => encodeValues([{ kind: 4, value: -1n }]), /does not fit into uint256/)
  assert.throws(() => encodeValues([{ kind: 4, value: 1n << 256n }]), /does not fit into uint256/)
  assert.throws(() => encodeValues([{ kind: 3, value: 1n << 255n }]), /does not fit into int256/)
})

function word(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}
