import { Interface } from 'ethers'
import { balancesFragments, grantsFragments, namesFragments } from './fragments.ts'
import type { Balances } from './typechain/Balances.ts'
import type { TypedContractEvent, TypedContractMethod } from './typechain/common.ts'
import type { Grants } from './typechain/Grants.ts'
import type { Names } from './typechain/Names.ts'

/** The contracts, as TypeChain describes them. Only types: at run time there are the fragments that the SDK uses. */
type Contracts = { names: Names; balances: Balances; grants: Grants }

/** One of the three contracts. */
export type ContractName = keyof Contracts

/** A function of a contract. */
export type FunctionName<Contract extends ContractName> = {
  [Name in keyof Contracts[Contract]]: Contracts[Contract][Name] extends TypedContractMethod<
    infer _Inputs,
    infer _Output,
    infer _Mutability
  >
    ? Name
    : never
}[keyof Contracts[Contract]] &
  string

/** What a function takes. */
export type FunctionInputs<Contract extends ContractName, Name extends FunctionName<Contract>> =
  Contracts[Contract][Name] extends TypedContractMethod<infer Inputs, infer _Output, infer _Mutability>
    ? Inputs
    : never

/** What a function gives: the one value, or all by name. */
export type FunctionOutput<Contract extends ContractName, Name extends FunctionName<Contract>> =
  Contracts[Contract][Name] extends TypedContractMethod<infer _Inputs, infer Output, infer _Mutability>
    ? Output extends [infer Only]
      ? Only
      : Output
    : never

/** An event of a contract. */
export type EventName<Contract extends ContractName> = keyof Contracts[Contract]['filters'] & string

/** What an event says, by name. */
export type EventOutput<Contract extends ContractName, Name extends EventName<Contract>> =
  Contracts[Contract]['filters'][Name] extends TypedContractEvent<infer _Inputs, infer _Values, infer Output>
    ? Output
    : never

const fragments = { names: namesFragments, balances: balancesFragments, grants: grantsFragments }
const interfaces = new Map<ContractName, Interface>()

/** Encodes and decodes what the SDK uses of a contract; made when it is first needed. */
export function interfaceOf(contract: ContractName): Interface {
  const known = interfaces.get(contract) ?? new Interface(fragments[contract])
  interfaces.set(contract, known)
  return known
}
