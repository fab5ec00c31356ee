import type { EntityModel } from '../schema/schema-model.ts'
import type { EntityData } from '../store/store.ts'
import type { Heap } from './heap.ts'
import type { StoreValue } from './store-values.ts'

/** The entities that a running handler reads and writes. Ids are as the mapping wrote them. */
export type HandlerEntities = {
  get(type: string, id: string): LoadedEntity | undefined
  /** Only what the current block created or changed. */
  getInBlock(type: string, id: string): LoadedEntity | undefined
  set(type: string, id: string, fields: ReadonlyMap<string, StoreValue>): void
  remove(type: string, id: string): void
  loadRelated(type: string, id: string, field: string): { model: EntityModel; list: readonly EntityData[] }
}

/** An entity with its type. */
export type LoadedEntity = { readonly model: EntityModel; readonly data: EntityData }

/** Levels of `log` in graph-ts. */
export type LogLevel = 'critical' | 'error' | 'warning' | 'info' | 'debug'

/** What host functions use while one handler runs. */
export type HostContext = {
  readonly entities: HandlerEntities
  /** Address of the data source; zeros where it has none. */
  readonly address: Uint8Array
  readonly network: string
  readonly log: (level: LogLevel, message: string) => void
}

/** A host function's access to the instance that called it. */
export type HostAccess = {
  readonly heap: Heap
  /** The context of the running handler; refused outside of one, e.g. while a module starts. */
  readonly context: HostContext
}

/** A function that modules import. Pointers and i32 are numbers, i64 are bigints. */
type HostFunction = (...parameters: never[]) => number | bigint | undefined

/** Host functions by the name that modules import. */
export type HostFunctions = Readonly<Record<string, HostFunction>>
