import type { SchemaModel } from '../../schema/schema-model.ts'
import { isSameEntity } from '../../store/same-entity.ts'
import type { EntityChange, EntityData } from '../../store/store.ts'

/** An entity and the block of its last change. */
export type Version = { readonly data: EntityData; readonly from: number }

/** All entities at one height: type → id → version. */
export type NaiveState = ReadonlyMap<string, ReadonlyMap<string, Version>>

/** The state before any block. */
export function emptyState(schema: SchemaModel): NaiveState {
  return new Map([...schema.entities.keys()].map((name) => [name, new Map()]))
}

/** The state after a block's changes. */
export function applyChanges(state: NaiveState, block: number, changes: readonly EntityChange[]): NaiveState {
  const next = new Map([...state].map(([type, entities]) => [type, new Map(entities)]))
  const last = new Map(changes.map((change) => [`${change.type}:${change.id}`, change]))
  for (const { type, id, data } of last.values()) {
    const entities = next.get(type) as Map<string, Version>
    const known = entities.get(id)
    if (data === null) entities.delete(id)
    else if (known === undefined || !isSameEntity(known.data, data)) entities.set(id, { data, from: block })
  }
  return next
}

/** Drops changes that an immutable type refuses. */
export function dropRefused(
  schema: SchemaModel,
  state: NaiveState,
  changes: readonly EntityChange[],
): EntityChange[] {
  const seen = new Set<string>()
  return changes.filter(({ type, id }) => {
    if (schema.entities.get(type)?.isImmutable !== true) return true
    if (state.get(type)?.has(id) || seen.has(`${type}:${id}`)) return false
    seen.add(`${type}:${id}`)
    return true
  })
}
