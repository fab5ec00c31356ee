/** Where the contracts are on one chain. */
export type SubgraphAddresses = {
  /** Name of the network as graph-node knows it; `localhost` if not given. */
  readonly network?: string
  /** Block from which the contracts are indexed; 0 if not given. */
  readonly deployBlock?: number
  readonly names: string
  readonly balances: string
  readonly grants: string
}

export function readAddresses(file: string): SubgraphAddresses
export function setAddresses(manifest: string, addresses: SubgraphAddresses): string
export function copyBuild(addresses: SubgraphAddresses, folder: string): void
