import { readFile } from 'node:fs/promises'
import type { DeploymentParameters } from '@nomicfoundation/ignition-core'

/** Reads parameters in Ignition's form: JSON by module, integers beyond JavaScript's as `"123n"`. */
export async function readParameters(file: string | URL): Promise<DeploymentParameters> {
  return JSON.parse(await readFile(file, 'utf8'), (_key, value: unknown) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as DeploymentParameters
}
