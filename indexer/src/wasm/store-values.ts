import { MappingError } from '../errors.ts'
import type { BigDecimal } from '../numbers/big-decimal.ts'
import type { EntityModel, FieldModel, ValueKind } from '../schema/schema-model.ts'
import type { EntityData, Value } from '../store/store.ts'
import { AscType } from './asc-types.ts'
import type { Heap } from './heap.ts'

/** Numbers of the kinds of graph-ts' `Value` (graph-ts, `common/value.ts`). */
export const StoreKind = {
  string: 0,
  int: 1,
  bigDecimal: 2,
  bool: 3,
  array: 4,
  null: 5,
  bytes: 6,
  bigInt: 7,
  int8: 8,
  timestamp: 9,
} as const

/** A value as a mapping wrote it, before the schema has had its say. */
export type StoreValue =
  | { readonly kind: 0; readonly value: string }
  | { readonly kind: 1; readonly value: number }
  | { readonly kind: 2; readonly value: BigDecimal }
  | { readonly kind: 3; readonly value: boolean }
  | { readonly kind: 4; readonly value: readonly StoreValue[] }
  | { readonly kind: 5 }
  | { readonly kind: 6; readonly value: Uint8Array }
  | { readonly kind: 7 | 8 | 9; readonly value: bigint }

/** The kind that holds values of a field. */
export const STORE_KIND_OF: Record<ValueKind, number> = {
  String: StoreKind.string,
  Int: StoreKind.int,
  BigDecimal: StoreKind.bigDecimal,
  Boolean: StoreKind.bool,
  Bytes: StoreKind.bytes,
  BigInt: StoreKind.bigInt,
  Int8: StoreKind.int8,
  Timestamp: StoreKind.timestamp,
}

/** Names of the kinds as the schema language has them, by number. */
export const STORE_KIND_NAMES = [
  'String',
  'Int',
  'BigDecimal',
  'Boolean',
  'List',
  'Null',
  'Bytes',
  'BigInt',
  'Int8',
  'Timestamp',
] as const

const MAX_DEPTH = 128

/** Reads the fields of an `Entity`. A field that is written twice counts the last time. */
export function readEntity(heap: Heap, at: number): Map<string, StoreValue> {
  const fields = new Map<string, StoreValue>()
  for (const entry of heap.readArray(heap.field(at, 0))) {
    fields.set(heap.readString(heap.field(entry, 0)), readStoreValue(heap, heap.field(entry, 1), 0))
  }
  return fields
}

function readStoreValue(heap: Heap, at: number, depth: number): StoreValue {
  if (depth > MAX_DEPTH) throw new MappingError('a store value is nested too deeply')
  const kind = heap.field(at, 0)
  const payload = heap.field(at, 2)
  switch (kind) {
    case StoreKind.string:
      return { kind, value: heap.readString(payload) }
    case StoreKind.int:
      return { kind, value: payload | 0 }
    case StoreKind.bigDecimal:
      return { kind, value: heap.readDecimal(payload) }
    case StoreKind.bool:
      return { kind, value: payload !== 0 }
    case StoreKind.array:
      return { kind, value: heap.readArray(payload).map((item) => readStoreValue(heap, item, depth + 1)) }
    case StoreKind.null:
      return { kind }
    case StoreKind.bytes:
      return { kind, value: heap.readBytes(payload) }
    case StoreKind.bigInt:
      return { kind, value: heap.readBigInt(payload) }
    case StoreKind.int8:
    case StoreKind.timestamp:
      return { kind, value: heap.view.getBigInt64(at + 8, true) }
    default:
      throw new MappingError(`unknown kind ${kind} of store value`)
  }
}

/** Writes an entity as a mapping loads it: the fields that are set, by ascending name. */
export function writeEntity(heap: Heap, model: EntityModel, data: EntityData): number {
  const entries: number[] = []
  for (const field of sortedFields(model)) {
    const value = data.get(field.name)
    if (value === undefined || value === null) continue
    const pointer = writeFieldValue(heap, field, value)
    entries.push(heap.writeFields(AscType.storeEntry, [heap.writeString(field.name), pointer]))
  }
  return writeEntries(heap, entries)
}

/** Writes an entity without fields, as the context of a data source that has none. */
export function writeEmptyEntity(heap: Heap): number {
  return writeEntries(heap, [])
}

/** Writes a list of entities of one type. */
export function writeEntities(heap: Heap, model: EntityModel, list: readonly EntityData[]): number {
  return heap.writeArray(
    AscType.arrayEntity,
    list.map((data) => writeEntity(heap, model, data)),
  )
}

function writeEntries(heap: Heap, entries: readonly number[]): number {
  return heap.writeFields(AscType.entity, [heap.writeArray(AscType.arrayStoreEntry, entries)])
}

const sorted = new WeakMap<EntityModel, readonly FieldModel[]>()

function sortedFields(model: EntityModel): readonly FieldModel[] {
  let fields = sorted.get(model)
  if (fields === undefined) {
    fields = [...model.storedFields].sort((a, b) => (a.name < b.name ? -1 : 1))
    sorted.set(model, fields)
  }
  return fields
}

function writeFieldValue(heap: Heap, field: FieldModel, value: Exclude<Value, null>): number {
  if (!Array.isArray(value)) return writeScalar(heap, field.valueKind, value)
  const items = value.map((item) => writeScalar(heap, field.valueKind, item as Exclude<Value, null>))
  return heap.writeTagged(
    AscType.storeValue,
    StoreKind.array,
    heap.writeArray(AscType.arrayStoreValue, items),
  )
}

function writeScalar(heap: Heap, kind: ValueKind, value: Exclude<Value, null>): number {
  return heap.writeTagged(AscType.storeValue, STORE_KIND_OF[kind], scalarPayload(heap, kind, value))
}

function scalarPayload(heap: Heap, kind: ValueKind, value: Exclude<Value, null>): number | bigint {
  switch (kind) {
    case 'String':
      return heap.writeString(value as string)
    case 'Int':
      return value as number
    case 'BigDecimal':
      return heap.writeDecimal(value as BigDecimal)
    case 'Boolean':
      return value === true ? 1 : 0
    case 'Bytes':
      return heap.writeBytes(value as Uint8Array)
    case 'BigInt':
      return heap.writeBigInt(value as bigint)
    case 'Int8':
    case 'Timestamp':
      return value as bigint
  }
}
