import type { EntityData, EntityId, Value } from './store.ts'

const ENTITY_OVERHEAD_BYTES = 200
const VALUE_OVERHEAD_BYTES = 40

type Generation = Map<string, Map<EntityId, EntityData | null>>

/**
 * Latest states of entities, bounded by their estimated bytes. Absence (null) is known as well: a new entity is asked
 * for several times before it is stored. There are two generations: what is used moves to the young one, and when that
 * is full, the old one is dropped whole. That keeps what is in use at the cost of no order at all.
 */
export class LatestCache {
  readonly #halfBytes: number
  #young: Generation = new Map()
  #old: Generation = new Map()
  #youngBytes = 0

  constructor(limitBytes: number) {
    this.#halfBytes = limitBytes / 2
  }

  /** Undefined where nothing is known of the entity. */
  get(type: string, id: EntityId): EntityData | null | undefined {
    const young = this.#young.get(type)?.get(id)
    if (young !== undefined) return young
    const old = this.#old.get(type)?.get(id)
    if (old !== undefined) this.set(type, id, old)
    return old
  }

  set(type: string, id: EntityId, data: EntityData | null): void {
    const sizeBytes = estimateBytes(id, data)
    if (this.#youngBytes + sizeBytes > this.#halfBytes) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    let entities = this.#young.get(type)
    if (entities === undefined) {
      entities = new Map()
      this.#young.set(type, entities)
    }
    const before = entities.get(id)
    this.#youngBytes += sizeBytes - (before === undefined ? 0 : estimateBytes(id, before))
    entities.set(id, data)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
    this.#youngBytes = 0
  }
}

function estimateBytes(id: EntityId, data: EntityData | null): number {
  let sizeBytes = ENTITY_OVERHEAD_BYTES + 2 * id.length
  if (data !== null) for (const value of data.values()) sizeBytes += estimateValueBytes(value)
  return sizeBytes
}

function estimateValueBytes(value: Value): number {
  if (typeof value === 'string') return VALUE_OVERHEAD_BYTES + 2 * value.length
  if (value instanceof Uint8Array) return 2 * VALUE_OVERHEAD_BYTES + value.length
  if (!Array.isArray(value)) return VALUE_OVERHEAD_BYTES
  return value.reduce((sum: number, element) => sum + estimateValueBytes(element), VALUE_OVERHEAD_BYTES)
}
