// Written by scripts/generate.ts from the contracts. Do not edit.

/** Where the contracts are on one chain. */
export type ContractAddresses = {
  readonly names: string
  readonly balances: string
  readonly grants: string
  /** The first block that can hold one of their events. */
  readonly deployBlock: number
}

/** Known deployments by chain id; 31337 is a fresh local chain after `deployLocal`. */
export const contractAddresses: Readonly<Record<number, ContractAddresses>> = {
  31337: {
    names: '0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9',
    balances: '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707',
    grants: '0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9',
    deployBlock: 1,
  },
}
