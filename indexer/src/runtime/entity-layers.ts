import type { EntityData, EntityId } from '../store/store.ts'

/** Entities by type and id; null marks a removed one. */
export class EntityLayer {
  readonly #types = new Map<string, Map<EntityId, EntityData | null>>()

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
    entities.set(id, data)
  }

  ofType(type: string): Iterable<readonly [EntityId, EntityData | null]> {
    return this.#types.get(type) ?? []
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
  }
}
