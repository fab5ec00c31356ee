import type { HostAccess, HostFunctions } from './host-context.ts'
import { dataFunctions } from './host-data.ts'
import { environmentFunctions } from './host-environment.ts'
import { numberFunctions } from './host-numbers.ts'

/**
 * Every function that a mapping may import, by name; the module that an import names is the source file that
 * declared it and plays no part.
 */
export function hostFunctions(host: HostAccess): HostFunctions {
  return { ...environmentFunctions(host), ...numberFunctions(host), ...dataFunctions(host) }
}

/** Names of all host functions. */
export const HOST_FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.keys(hostFunctions({} as HostAccess)))
