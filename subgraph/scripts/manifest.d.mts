/** Where the contracts are; keys are the lower-case names of the data sources. */
export type ManifestAddresses = {
  network?: string
  startBlock?: number
  names: string
  balances: string
  grants: string
}

export function readAddresses(file: string): ManifestAddresses
export function setAddresses(manifest: string, addresses: ManifestAddresses): string
