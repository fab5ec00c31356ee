import type { EntityData, EntityId, Value } from './store.ts'

const ENTITY_OVERHEAD_BYTES = 200
const VALUE_OVERHEAD_BYTES = 40

type Entry = { readonly data: EntityData; readonly sizeBytes: number }

/** Latest states of entities, least recently used first out, bounded by their estimated bytes. */
export class LatestCache {
  readonly #entries = new Map<string, Entry>()
  readonly #limitBytes: number
  #sizeBytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get(type: string, id: EntityId): EntityData | undefined {
    const key = cacheKey(type, id)
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.data
  }

  set(type: string, id: EntityId, data: EntityData): void {
    this.delete(type, id)
    const sizeBytes = estimateBytes(data) + 2 * id.length
    this.#entries.set(cacheKey(type, id), { data, sizeBytes })
    this.#sizeBytes += sizeBytes
    for (const [key, oldest] of this.#entries) {
      if (this.#sizeBytes <= this.#limitBytes) break
      this.#entries.delete(key)
      this.#sizeBytes -= oldest.sizeBytes
    }
  }

  delete(type: string, id: EntityId): void {
    const key = cacheKey(type, id)
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#sizeBytes -= entry.sizeBytes
  }

  clear(): void {
    this.#entries.clear()
    this.#sizeBytes = 0
  }
}

function cacheKey(type: string, id: EntityId): string {
  return `${type}:${id}`
}

function estimateBytes(data: EntityData): number {
  let sizeBytes = ENTITY_OVERHEAD_BYTES
  for (const value of data.values()) sizeBytes += estimateValueBytes(value)
  return sizeBytes
}

function estimateValueBytes(value: Value): number {
  if (typeof value === 'string') return VALUE_OVERHEAD_BYTES + 2 * value.length
  if (value instanceof Uint8Array) return 2 * VALUE_OVERHEAD_BYTES + value.length
  if (!Array.isArray(value)) return VALUE_OVERHEAD_BYTES
  return value.reduce((sum: number, element) => sum + estimateValueBytes(element), VALUE_OVERHEAD_BYTES)
}
