import { AscType } from './asc-types.ts'
import type { Heap } from './heap.ts'

/** A JSON value whose numbers keep their source text: mappings convert them exactly. */
export type JsonValue =
  | null
  | boolean
  | string
  | { readonly number: string }
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>

const JsonKind = { null: 0, bool: 1, number: 2, string: 3, array: 4, object: 5 } as const

/** Parses JSON (RFC 8259) without rounding numbers. Throws SyntaxError. Object keys come out in ascending order. */
export function parseJson(text: string): JsonValue {
  return JSON.parse(text, reviveExact) as JsonValue
}

/** `context.source` is the text of a primitive (ECMAScript proposal JSON.parse source text access, in Node 22). */
function reviveExact(_key: string, value: unknown, context?: { source?: string }): JsonValue {
  if (typeof value === 'number') return { number: context?.source ?? String(value) }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value as JsonValue
  const entries = Object.entries(value) as [string, JsonValue][]
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Writes a `JSONValue`. */
export function writeJson(heap: Heap, value: JsonValue): number {
  if (value === null) return heap.writeTagged(AscType.jsonValue, JsonKind.null, 0)
  if (typeof value === 'boolean') return heap.writeTagged(AscType.jsonValue, JsonKind.bool, value ? 1 : 0)
  if (typeof value === 'string') {
    return heap.writeTagged(AscType.jsonValue, JsonKind.string, heap.writeString(value))
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]: [string, JsonValue]) =>
      heap.writeFields(AscType.jsonEntry, [heap.writeString(key), writeJson(heap, item)]),
    )
    const map = heap.writeFields(AscType.jsonMap, [heap.writeArray(AscType.arrayJsonEntry, entries)])
    return heap.writeTagged(AscType.jsonValue, JsonKind.object, map)
  }
  if (Array.isArray(value)) {
    const items = heap.writeArray(
      AscType.arrayJsonValue,
      value.map((item: JsonValue) => writeJson(heap, item)),
    )
    return heap.writeTagged(AscType.jsonValue, JsonKind.array, items)
  }
  const { number } = value as { number: string }
  return heap.writeTagged(AscType.jsonValue, JsonKind.number, heap.writeString(number))
}
