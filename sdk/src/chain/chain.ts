import type { JsonRpcProvider } from 'ethers'
import type { Balances, Grants, Names } from '../contracts/index.ts'

/** Where the three contracts are on one chain. */
export type ContractAddresses = { names: string; balances: string; grants: string }

/** A checked connection to one chain and its three contracts. */
export type Chain = {
  readonly provider: JsonRpcProvider
  readonly rpcUrl: string
  readonly chainId: bigint
  readonly addresses: ContractAddresses
  /** First block that can hold an event of the contracts. */
  readonly deployBlock: number
  readonly names: Names
  readonly balances: Balances
  readonly grants: Grants
}
