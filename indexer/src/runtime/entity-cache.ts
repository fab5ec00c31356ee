import { MappingError } from '../errors.ts'
import type { EntityModel, SchemaModel } from '../schema/schema-model.ts'
import { isSameEntity } from '../store/same-entity.ts'
import type { EntityChange, EntityData, EntityId, Store } from '../store/store.ts'
import type { HandlerEntities, LoadedEntity } from '../wasm/host-context.ts'
import type { StoreValue } from '../wasm/store-values.ts'
import { mergeFields } from './entity-fields.ts'
import { compareIds, generateEntityId, parseEntityId, valueToId } from './entity-id.ts'
import { EntityLayer } from './entity-layers.ts'

/** What a data source lets its handlers do. */
type EntityAccess = { readonly name: string; readonly entities: ReadonlySet<string> }

/**
 * Entities while blocks are mapped: the running handler's writes over those of the block, over those of blocks
 * that wait for their commit, over the store (graph-node, `entity_cache.rs`).
 */
export class EntityCache {
  readonly #schema: SchemaModel
  readonly #store: Store
  readonly #dropsUnknownFields: boolean
  readonly #waiting = new EntityLayer()
  readonly #block = new EntityLayer()
  readonly #handler = new EntityLayer()
  #blockNumber = 0
  #generatedIds = 0

  constructor(schema: SchemaModel, store: Store, apiVersion: string) {
    this.#schema = schema
    this.#store = store
    this.#dropsUnknownFields = ['0.0.5', '0.0.6', '0.0.7'].includes(apiVersion)
  }

  /** Begins a block; anything left of an unfinished one is dropped. */
  beginBlock(blockNumber: number): void {
    this.#handler.clear()
    this.#block.clear()
    this.#blockNumber = blockNumber
    this.#generatedIds = 0
  }

  /** Ends the block: its net changes, which count as waiting for their commit from now on. */
  endBlock(): EntityChange[] {
    const changes: EntityChange[] = []
    for (const [type, id, data] of this.#block.all()) {
      const before = this.#settled(type, id)
      const isSame = data === null ? before === undefined : before !== undefined && isSameEntity(before, data)
      if (!isSame) changes.push({ type, id, data })
    }
    for (const { type, id, data } of changes) this.#waiting.set(type, id, data)
    this.#block.clear()
    return changes
  }

  /** The waiting blocks are in the store, or have been given up. */
  forgetWaiting(): void {
    this.#waiting.clear()
  }

  /** Keeps the writes of the handler that has ended. */
  endHandler(): void {
    this.#handler.drainInto(this.#block)
  }

  /** The entities as a handler of the data source may use them. */
  forHandler(access: EntityAccess): HandlerEntities {
    return {
      get: (type, id) => this.#load(access, type, id, (model, key) => this.#current(model.name, key)),
      getInBlock: (type, id) => this.#load(access, type, id, (model, key) => this.#inBlock(model.name, key)),
      set: (type, id, fields) => this.#set(this.#model(access, type), id, fields),
      remove: (type, id) => this.#remove(this.#model(access, type), id),
      loadRelated: (type, id, field) => this.#loadRelated(this.#model(access, type), id, field),
    }
  }

  #model(access: EntityAccess, type: string): EntityModel {
    const model = this.#schema.entities.get(type)
    if (model === undefined) throw new MappingError(`Unknown entity type \`${type}\``)
    if (!access.entities.has(type)) {
      throw new MappingError(
        `entity type \`${type}\` is not on the 'entities' list for data source \`${access.name}\`. ` +
          `Hint: Add \`${type}\` to the 'entities' list, which currently is: \`${[...access.entities].join(', ')}\`.`,
      )
    }
    return model
  }

  #load(
    access: EntityAccess,
    type: string,
    id: string,
    find: (model: EntityModel, id: EntityId) => EntityData | null | undefined,
  ): LoadedEntity | undefined {
    const model = this.#model(access, type)
    const data = find(model, parseEntityId(model, id).text)
    return data === undefined || data === null ? undefined : { model, data }
  }

  #settled(type: string, id: EntityId): EntityData | undefined {
    const waiting = this.#waiting.get(type, id)
    return waiting === undefined ? this.#store.get(type, id) : (waiting ?? undefined)
  }

  #inBlock(type: string, id: EntityId): EntityData | null | undefined {
    const ours = this.#handler.get(type, id)
    return ours === undefined ? this.#block.get(type, id) : ours
  }

  #current(type: string, id: EntityId): EntityData | undefined {
    const recent = this.#inBlock(type, id)
    return recent === undefined ? this.#settled(type, id) : (recent ?? undefined)
  }

  #set(model: EntityModel, id: string, fields: ReadonlyMap<string, StoreValue>): void {
    const known = this.#knownFields(model, fields)
    const isGenerated = id === 'auto'
    const key = parseEntityId(
      model,
      isGenerated ? generateEntityId(model, this.#blockNumber, this.#generatedIds++) : id,
    )
    const given = known.get('id')
    if (!isGenerated && given !== undefined) checkId(model, key.text, given)
    known.delete('id')
    const merged = mergeFields(this.#schema, model, key, this.#current(model.name, key.text), known)
    if (model.isImmutable) this.#checkImmutable(model, key.text, merged)
    this.#handler.set(model.name, key.text, merged)
  }

  #knownFields(model: EntityModel, fields: ReadonlyMap<string, StoreValue>): Map<string, StoreValue> {
    const unknown = [...fields.keys()].filter((name) => !model.fields.has(name))
    if (unknown.length > 0 && !this.#dropsUnknownFields) {
      throw new MappingError(
        `Attempted to set undefined fields [${unknown.sort().join(', ')}] for the entity type \`${model.name}\`. ` +
          'Make sure those fields are defined in the schema.',
      )
    }
    return new Map([...fields].filter(([name]) => model.fields.has(name)))
  }

  #remove(model: EntityModel, id: string): void {
    const key = parseEntityId(model, id).text
    if (model.isImmutable && this.#settled(model.name, key) !== undefined) {
      throw new MappingError(`Entity ${model.name}[${key}] is immutable and can not be removed`)
    }
    this.#handler.set(model.name, key, null)
  }

  #checkImmutable(model: EntityModel, id: EntityId, data: EntityData): void {
    const before = this.#settled(model.name, id)
    if (before !== undefined && !isSameEntity(before, data)) {
      throw new MappingError(`Entity ${model.name}[${id}] is immutable and exists already`)
    }
  }

  #loadRelated(model: EntityModel, id: string, fieldName: string) {
    const field = model.fields.get(fieldName)
    const target = field?.derivedFrom === undefined ? undefined : this.#schema.entities.get(field.typeName)
    if (field?.derivedFrom === undefined || target === undefined) {
      throw new MappingError(`\`${model.name}.${fieldName}\` is not a derived field`)
    }
    const key = parseEntityId(model, id).text
    const found = new Map<EntityId, EntityData>()
    for (const data of this.#store.loadRelated(model.name, key, fieldName)) {
      found.set(valueToId(data.get('id') ?? null), data)
    }
    for (const layer of [this.#waiting, this.#block, this.#handler]) {
      // What a layer knows replaces what is below it, whether or not it still refers to the entity.
      for (const targetId of found.keys()) {
        if (layer.get(target.name, targetId) !== undefined) found.delete(targetId)
      }
      for (const [targetId, data] of layer.referring(target.name, field.derivedFrom, key))
        found.set(targetId, data)
    }
    const ids = [...found.keys()].sort((a, b) => compareIds(target.idKind, a, b))
    return { model: target, list: ids.map((targetId) => found.get(targetId) as EntityData) }
  }
}

function checkId(model: EntityModel, id: EntityId, given: StoreValue): void {
  const matches = 'value' in given && !Array.isArray(given.value) && valueToId(given.value as never) === id
  if (!matches) {
    throw new MappingError(
      `Value of ${model.name} attribute 'id' conflicts with ID passed to \`store.set()\`: ${id}`,
    )
  }
}
