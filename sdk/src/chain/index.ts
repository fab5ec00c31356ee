/**
 * The contracts, one operation at a time: `x` sends it, `xCall` is the unsent call for a wallet, a Safe or a Governor, and
 * `extractX` reads its event from a receipt. Reads take a block number.
 *
 * @packageDocumentation
 */

// Refuses a Node that is too old.
import '#platform'

export {
  type Balances,
  balancesAbi,
  type ContractAddresses,
  contractAddresses,
  type Grants,
  grantsAbi,
  type Names,
  namesAbi,
} from '../contracts/index.ts'
export * from './balances/index.ts'
export type { Chain, ReadOptions } from './chain.ts'
export { type ConnectChainOptions, connectChain } from './connect-chain.ts'
export * from './grants/index.ts'
export { RpcError } from './http-request.ts'
export * from './names/index.ts'
export { type BlockHeader, readNewestBlock } from './read-newest-block.ts'
export type { WriteOptions } from './send-call.ts'
export { decodeRevert, type Revert } from './translate-failure.ts'
