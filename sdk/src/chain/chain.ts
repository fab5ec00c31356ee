import type { JsonRpcProvider } from 'ethers'
import type { Balances, ContractAddresses, Grants, Names } from '../contracts/index.ts'

/** A checked connection to one chain and its three contracts. */
export type Chain = {
  readonly provider: JsonRpcProvider
  readonly rpcUrl: string
  readonly chainId: bigint
  /** Where the contracts are, and the first block that can hold one of their events. */
  readonly addresses: ContractAddresses
  readonly names: Names
  readonly balances: Balances
  readonly grants: Grants
}
