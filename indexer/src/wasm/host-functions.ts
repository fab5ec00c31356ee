import { MappingError } from '../errors.ts'
import type { HostAccess, HostFunctions, LoadedEntity, LogLevel } from './host-context.ts'
import { dataFunctions } from './host-data.ts'
import { numberFunctions } from './host-numbers.ts'
import { readEntity, writeEmptyEntity, writeEntities, writeEntity } from './store-values.ts'

/**
 * Every function that a mapping may import, by name; the module that an import names is the source file that
 * declared it and is ignored.
 */
export function hostFunctions(host: HostAccess): HostFunctions {
  return { ...environmentFunctions(host), ...numberFunctions(host), ...dataFunctions(host) }
}

/** Names of all host functions. */
export const HOST_FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.keys(hostFunctions({} as HostAccess)))

const LOG_LEVELS: readonly LogLevel[] = ['critical', 'error', 'warning', 'info', 'debug']

/** Store, data source, log and abort. */
export function environmentFunctions(host: HostAccess): HostFunctions {
  const load = (found: LoadedEntity | undefined) =>
    found === undefined ? 0 : writeEntity(host.heap, found.model, found.data)
  return {
    abort: (message: number, file: number, line: number, column: number) => {
      const text = host.heap.readOptionalString(message)
      const source = host.heap.readOptionalString(file) ?? 'unknown file'
      throw new MappingError(text ?? 'Mapping aborted without a message', `${source}:${line}:${column}`)
    },
    'store.get': (type: number, id: number) =>
      load(host.context.entities.get(host.heap.readString(type), host.heap.readString(id))),
    'store.get_in_block': (type: number, id: number) =>
      load(host.context.entities.getInBlock(host.heap.readString(type), host.heap.readString(id))),
    'store.set': (type: number, id: number, entity: number) => {
      const fields = readEntity(host.heap, entity)
      host.context.entities.set(host.heap.readString(type), host.heap.readString(id), fields)
      return undefined
    },
    'store.remove': (type: number, id: number) => {
      host.context.entities.remove(host.heap.readString(type), host.heap.readString(id))
      return undefined
    },
    'store.loadRelated': (type: number, id: number, field: number) => {
      const found = host.context.entities.loadRelated(
        host.heap.readString(type),
        host.heap.readString(id),
        host.heap.readString(field),
      )
      return writeEntities(host.heap, found.model, found.list)
    },
    'dataSource.address': () => host.heap.writeBytes(host.context.address),
    'dataSource.network': () => host.heap.writeString(host.context.network),
    'dataSource.context': () => writeEmptyEntity(host.heap),
    'log.log': (level: number, message: number) => {
      const name = LOG_LEVELS[level]
      if (name === undefined) throw new MappingError(`unknown log level ${level}`)
      const text = host.heap.readString(message)
      host.context.log(name, text)
      if (name === 'critical') throw new MappingError(`Critical error logged in mapping: ${text}`)
      return undefined
    },
  }
}
