export { balancesAbi } from './abi/balances.ts'
export { grantsAbi } from './abi/grants.ts'
export { namesAbi } from './abi/names.ts'
export { type ContractAddresses, contractAddresses } from './addresses.ts'
export {
  type ContractName,
  type EventName,
  type EventOutput,
  type FunctionInputs,
  type FunctionName,
  type FunctionOutput,
  interfaceOf,
} from './interfaces.ts'
export type { Balances } from './typechain/Balances.ts'
export type { Grants } from './typechain/Grants.ts'
export type { Names } from './typechain/Names.ts'
