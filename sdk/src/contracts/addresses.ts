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
    names: '0x6dF2990021cB8e08C9f14f8aCD5c0E7Fc4061128',
    balances: '0x2626E1961EB9131f27D1b55A1d91ffBdE7d92971',
    grants: '0xe59696c2783E515129a03ADC9f16b787E03acD22',
    deployBlock: 2,
  },
}
