import type { EntityData, EntityId } from '../store/store.ts'
import { valueToId } from './entity-id.ts'

/** Entities that refer to an id through a field, by that id. */
type ReferenceIndex = { readonly field: string; readonly referring: Map<EntityId, Set<EntityId>> }

/** Entities by type and id; null marks a removed one. */
export class EntityLayer {
  readonly #types = new Map<string, Map<EntityId, EntityData | null>>()
  readonly #indices = new Map<string, ReferenceIndex[]>()

  /** Undefined where the layer does not know the entity. */
  get(type: string, id: EntityId): EntityData | null | undefined {
    return this.#types.get(type)?.get(id)
  }

  set(type: string, id: EntityId, data: EntityData | null): void {
    let entities = this.#types.get(type)
    if (entities === undefined) {
      entities = new Map()
      this.#types.set(type, entities)
    }
    for (const index of this.#indices.get(type) ?? []) {
      for (const target of references(entities.get(id), index.field)) index.referring.get(target)?.delete(id)
      addReferences(index, id, data)
    }
    entities.set(id, data)
  }

  /** Entities of the layer whose field refers to an id. Each field that is asked for gets an index. */
  *referring(type: string, field: string, target: EntityId): Iterable<readonly [EntityId, EntityData]> {
    for (const id of this.#index(type, field).referring.get(target) ?? []) {
      const data = this.get(type, id)
      if (data !== undefined && data !== null) yield [id, data]
    }
  }

  *all(): Iterable<readonly [type: string, id: EntityId, data: EntityData | null]> {
    for (const [type, entities] of this.#types) {
      for (const [id, data] of entities) yield [type, id, data]
    }
  }

  /** Moves everything into the layer below. */
  drainInto(below: EntityLayer): void {
    for (const [type, id, data] of this.all()) below.set(type, id, data)
    this.clear()
  }

  clear(): void {
    this.#types.clear()
    this.#indices.clear()
  }

  #index(type: string, field: string): ReferenceIndex {
    const indices = this.#indices.get(type) ?? []
    const known = indices.find((index) => index.field === field)
    if (known !== undefined) return known
    const index: ReferenceIndex = { field, referring: new Map() }
    for (const [id, data] of this.#types.get(type) ?? []) addReferences(index, id, data)
    this.#indices.set(type, [...indices, index])
    return index
  }
}

function addReferences(index: ReferenceIndex, id: EntityId, data: EntityData | null): void {
  for (const target of references(data, index.field)) {
    const ids = index.referring.get(target)
    if (ids === undefined) index.referring.set(target, new Set([id]))
    else ids.add(id)
  }
}

/** Ids that a field holds: none, one, or those of a list. */
function references(data: EntityData | null | undefined, field: string): EntityId[] {
  const value = data?.get(field)
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value.map(valueToId) : [valueToId(value)]
}
