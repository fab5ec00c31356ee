import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { SALT } from './create2.ts'
import type { DeployedContract } from './deploy-module.ts'

/** Where the contracts of a chain are, by their Ignition ids, and the blocks in which they were created. */
export type AddressRecord = {
  readonly chainId: number
  readonly salt: string
  readonly contracts: Readonly<Record<string, { readonly address: string; readonly block: number }>>
}

const addresses = new URL('./addresses/', import.meta.url)

/**
 * Adds contracts to what is recorded for a chain in `folder`, and returns all of it. Whoever is killed here leaves the
 * record as it was or as it is to be. Rejects a record that was made with another salt.
 */
export async function recordAddresses(
  chainId: number,
  deployed: readonly Pick<DeployedContract, 'id' | 'address' | 'block'>[],
  folder = addresses,
): Promise<AddressRecord> {
  const file = new URL(`./${chainId}.json`, folder)
  const before = await readRecord(file)
  if (before !== undefined && before.salt !== SALT)
    throw new Error(`${file.pathname} is of another deployment, with the salt ${before.salt}`)
  const added = Object.fromEntries(deployed.map(({ id, address, block }) => [id, { address, block }]))
  const record = { chainId, salt: SALT, contracts: { ...before?.contracts, ...added } }
  await mkdir(folder, { recursive: true })
  const draft = new URL(`./${chainId}.json.new`, folder)
  await writeFile(draft, `${JSON.stringify(record, undefined, 2)}\n`)
  await rename(draft, file)
  return record
}

async function readRecord(file: URL): Promise<AddressRecord | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as AddressRecord
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
