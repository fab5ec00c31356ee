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
    names: '0x6FFF897d07289Beba00feE77912814CeA9E0D74F',
    balances: '0x0eAa4001e9147eF2C2F6c272Cacd32471344eA5B',
    grants: '0x786b9703a83B22CbEE69Fb5d46f7B1dB9a205ffE',
    deployBlock: 2,
  },
}
