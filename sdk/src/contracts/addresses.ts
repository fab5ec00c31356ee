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
    names: '0x7b1c439B44bD4544a98b4a788E0AC5F6a58E1bc7',
    balances: '0x555e4e60fa47d9962ac573B4736BEE77fFfF9a09',
    grants: '0x78899Ea1f1f8Bc1b24166d5fa4C8A304ed5CDf9d',
    deployBlock: 2,
  },
}
