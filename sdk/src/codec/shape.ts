import { CID } from 'multiformats/cid'
import { SpaceError } from '../errors/index.ts'
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts'

/** Codes of the errors that carry only a reason: one per kind of object. */
export type ObjectErrorCode =
  | 'FILE_INVALID'
  | 'DIRECTORY_INVALID'
  | 'BUNDLE_INVALID'
  | 'OPS_INVALID'
  | 'FRONTIER_INVALID'
  | 'ENTRY_INVALID'
  | 'RECORD_INVALID'
  | 'BIND_INVALID'
  | 'CLAIM_INVALID'
  | 'PASS_INVALID'
  | 'FOREST_INVALID'
  | 'LINK_INVALID'

/** Which keys an object has, and how long it may be. */
export type ObjectRules = {
  /** Value of key `t`; with it the object has `v` 1 and may have the ignored map `x`. */
  type?: string
  /** Whether key `x` is one of its own instead of the map that readers ignore. */
  ownsX?: boolean
  required: readonly string[]
  optional?: readonly string[]
  maxBytes?: number
}

type Value = CborValue | undefined

/** Reads the parts of one kind of object; every failure is the same error code with its own reason. */
export class Shape {
  readonly #code: ObjectErrorCode

  constructor(code: ObjectErrorCode) {
    this.#code = code
  }

  /** Throws the error of this kind of object. */
  fail(reason: string, cause?: unknown): never {
    throw new SpaceError(this.#code, { reason }, { cause })
  }

  /** Throws with the reason unless the condition holds. */
  check(condition: boolean, reason: string): asserts condition {
    if (!condition) this.fail(reason)
  }

  /** Encodes an object and holds it to its length limit. */
  encode(value: CborValue, maxBytes = Number.POSITIVE_INFINITY): Uint8Array {
    let bytes: Uint8Array
    try {
      bytes = encodeCbor(value)
    } catch (cause) {
      this.fail(messageOf(cause), cause)
    }
    this.check(bytes.length <= maxBytes, `it is longer than ${maxBytes} bytes`)
    return bytes
  }

  /** Decodes any legal value. */
  decode(bytes: Uint8Array): CborValue {
    try {
      return decodeCbor(bytes, { links: this.#code === 'FOREST_INVALID' })
    } catch (cause) {
      this.fail(messageOf(cause), cause)
    }
  }

  /** Decodes a map and holds it to its rules. */
  object(bytes: Uint8Array, rules: ObjectRules): CborMap {
    const { type, required, optional = [], maxBytes = Number.POSITIVE_INFINITY } = rules
    this.check(bytes.length <= maxBytes, `it is longer than ${maxBytes} bytes`)
    const map = this.map(this.decode(bytes), 'it')
    const known = new Set([...required, ...optional])
    if (type !== undefined) {
      this.check(map.t === type, `its type is not "${type}"`)
      this.check(map.v === 1, 'it was made by another version')
      known.add('t').add('v')
      if (!rules.ownsX && map.x !== undefined) {
        this.map(map.x, 'x')
        known.add('x')
      }
    }
    this.onlyKeys(map, known, 'it')
    for (const key of required) this.check(map[key] !== undefined, `it has no key "${key}"`)
    return map
  }

  /** Checks that a map has no keys besides the known; a foreign key is cut and quoted, it may hold anything. */
  onlyKeys(map: CborMap, known: ReadonlySet<string>, what: string): void {
    for (const key of Object.keys(map)) {
      this.check(known.has(key), `${what} has the unknown key ${JSON.stringify(key.slice(0, 16))}`)
    }
  }

  map(value: Value, what: string): CborMap {
    const isMap = typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array)
    this.check(isMap && CID.asCID(value) === null, `${what} is not a map`)
    return value as CborMap
  }

  bytes(value: Value, what: string, length?: number): Uint8Array {
    this.check(value instanceof Uint8Array, `${what} is not a byte string`)
    this.check(length === undefined || value.length === length, `${what} has not ${length} bytes`)
    return value
  }

  integer(value: Value, what: string, max = Number.MAX_SAFE_INTEGER): number {
    this.check(typeof value === 'number' && value <= max, `${what} is not an integer up to ${max}`)
    return value
  }

  text(value: Value, what: string): string {
    this.check(typeof value === 'string', `${what} is not a text`)
    return value
  }

  list(value: Value, what: string, length?: number): readonly CborValue[] {
    this.check(Array.isArray(value), `${what} is not a list`)
    this.check(length === undefined || value.length === length, `${what} has not ${length} items`)
    return value as readonly CborValue[]
  }

  link(value: Value, what: string): CID {
    const cid = CID.asCID(value)
    this.check(cid !== null, `${what} is not a link`)
    return cid
  }

  /** Checks that a list strictly ascends. */
  ascending<Item>(
    items: readonly Item[],
    compare: (a: Item, b: Item) => number,
    what: string,
  ): readonly Item[] {
    for (let i = 1; i < items.length; i++) {
      this.check(compare(items[i - 1] as Item, items[i] as Item) < 0, `${what} are not sorted, or repeat`)
    }
    return items
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
