// Written by scripts/generate.ts from the contracts. Do not edit.
import type { Address } from '../utils/index.ts'

/** Where the contracts are on one chain. */
export type ContractAddresses = {
  readonly names: Address
  readonly balances: Address
  readonly grants: Address
  /** The first block that can hold one of their events. */
  readonly deployBlock: number
}

/** Known deployments by chain id; 31337 is a fresh local chain after `deployLocal`. */
export const contractAddresses: Readonly<Record<number, ContractAddresses>> = {
  31337: {
    names: '0x46b8bedE24C983E1329ddD1c7baa81cfCC36bd4e',
    balances: '0x555e4e60fa47d9962ac573B4736BEE77fFfF9a09',
    grants: '0x05bF1DCd6124bB52912Ad3307dcdB1Cd3aDF8dc0',
    deployBlock: 2,
  },
}
