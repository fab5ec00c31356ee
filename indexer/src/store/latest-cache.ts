import { LRUCache } from 'lru-cache'
import type { EntityData, EntityId, Value } from './store.ts'

const ENTITY_OVERHEAD_BYTES = 300
const VALUE_OVERHEAD_BYTES = 40

/** Stands for an entity that is known not to exist: a new entity is asked for several times before it is stored. */
const ABSENT: EntityData = new Map()

/** Latest states of entities, the most recently used ones, bounded by their estimated bytes. */
export class LatestCache {
  readonly #entities: LRUCache<string, EntityData>

  constructor(limitBytes: number) {
    this.#entities = new LRUCache({ maxSize: Math.max(1, limitBytes), sizeCalculation: estimateBytes })
  }

  /** Null for an entity that does not exist, undefined where nothing is known of it. */
  get(type: string, id: EntityId): EntityData | null | undefined {
    const data = this.#entities.get(`${type} ${id}`)
    return data === ABSENT ? null : data
  }

  set(type: string, id: EntityId, data: EntityData | null): void {
    this.#entities.set(`${type} ${id}`, data ?? ABSENT)
  }

  clear(): void {
    this.#entities.clear()
  }
}

function estimateBytes(data: EntityData, key: string): number {
  let sizeBytes = ENTITY_OVERHEAD_BYTES + 2 * key.length
  for (const value of data.values()) sizeBytes += estimateValueBytes(value)
  return sizeBytes
}

function estimateValueBytes(value: Value): number {
  if (typeof value === 'string') return VALUE_OVERHEAD_BYTES + 2 * value.length
  if (value instanceof Uint8Array) return 2 * VALUE_OVERHEAD_BYTES + value.length
  if (!Array.isArray(value)) return VALUE_OVERHEAD_BYTES
  return value.reduce((sum: number, element) => sum + estimateValueBytes(element), VALUE_OVERHEAD_BYTES)
}
