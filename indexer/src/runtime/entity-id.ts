import { MappingError } from '../errors.ts'
import { bytesToHex } from '../hex.ts'
import type { EntityModel, IdKind } from '../schema/schema-model.ts'
import type { EntityId, Value } from '../store/store.ts'

/** An entity's id as text and as the value of its `id` field. */
export type ParsedId = { readonly text: EntityId; readonly value: string | bigint | Uint8Array }

/** Reads the id that a mapping gave: Bytes as hex with or without 0x, Int8 in decimal. */
export function parseEntityId(model: EntityModel, id: string): ParsedId {
  if (model.idKind === 'String') return { text: id, value: id }
  if (model.idKind === 'Int8') {
    const value = /^[+-]?[0-9]+$/.test(id) ? BigInt(id.replace(/^\+/, '')) : undefined
    if (value === undefined || BigInt.asIntN(64, value) !== value) {
      throw new MappingError(`\`${id}\` is not an Int8 id of ${model.name}`)
    }
    return { text: value.toString(), value }
  }
  const hex = id.replace(/^(0x)+/, '')
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw new MappingError(`\`${id}\` is not a Bytes id of ${model.name}`)
  return { text: `0x${hex.toLowerCase()}`, value: new Uint8Array(Buffer.from(hex, 'hex')) }
}

/** The id that graph-node makes up for `"auto"`: the block and a count within it. */
export function generateEntityId(model: EntityModel, blockNumber: number, sequence: number): string {
  if (model.idKind === 'Int8') return ((BigInt(blockNumber) << 32n) + BigInt(sequence)).toString()
  if (model.idKind === 'String') {
    throw new MappingError(`${model.name} has String ids, which cannot be generated with "auto"`)
  }
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(blockNumber, 0)
  bytes.writeUInt32BE(sequence, 4)
  return bytesToHex(bytes)
}

/** Text of an id that is held as a value, as references hold it. */
export function valueToId(value: Value): EntityId {
  return value instanceof Uint8Array ? bytesToHex(value) : String(value)
}

/** Order of ids in lists: numbers by size, everything else by bytes. */
export function compareIds(kind: IdKind, a: EntityId, b: EntityId): number {
  if (kind === 'Int8') return BigInt(a) < BigInt(b) ? -1 : 1
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'))
}
