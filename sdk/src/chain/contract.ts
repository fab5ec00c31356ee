import {
  type ContractName,
  type EventName,
  type EventOutput,
  type FunctionInputs,
  type FunctionName,
  type FunctionOutput,
  interfaceOf,
} from '../contracts/index.ts'
import type { Call, Log } from '../signers/index.ts'
import type { Hex } from '../utils/index.ts'
import type { Chain, ReadOptions } from './chain.ts'
import { translateFailure } from './translate-failure.ts'

/** A call of a function of one of the contracts, typed by TypeChain. */
export function encodeCall<Contract extends ContractName, Name extends FunctionName<Contract>>(
  chain: Pick<Chain, 'addresses'>,
  contract: Contract,
  name: Name,
  inputs: FunctionInputs<Contract, Name>,
): Call {
  const data = interfaceOf(contract).encodeFunctionData(name, inputs as unknown[]) as Hex
  return { to: chain.addresses[contract], data, valueWei: 0n }
}

/** A read of a view function; `operation` stands in the message of a failure. */
type ContractRead<Contract extends ContractName, Name extends FunctionName<Contract>> = ReadOptions & {
  inputs: FunctionInputs<Contract, Name>
  operation: string
}

/** Reads a view function of one of the contracts. */
export async function readContract<Contract extends ContractName, Name extends FunctionName<Contract>>(
  chain: Chain,
  contract: Contract,
  name: Name,
  { inputs, operation, blockNumber, signal }: ContractRead<Contract, Name>,
): Promise<FunctionOutput<Contract, Name>> {
  const { to, data } = encodeCall(chain, contract, name, inputs)
  const block = blockNumber === undefined ? 'latest' : toQuantity(blockNumber)
  try {
    const answer = (await chain.request(
      { method: 'eth_call', params: [{ to, data }, block] },
      { signal },
    )) as Hex
    const outputs = interfaceOf(contract).decodeFunctionResult(name, answer)
    return (outputs.length === 1 ? outputs[0] : outputs) as FunctionOutput<Contract, Name>
  } catch (failure) {
    signal?.throwIfAborted()
    throw translateFailure(chain, operation, failure)
  }
}

/** An event of one of the contracts, with the block that it is in. */
export type ContractEvent<Contract extends ContractName, Name extends EventName<Contract>> = DecodedEvent<
  Contract,
  Name
> & { blockNumber: number }

type DecodedEvent<Contract extends ContractName, Name extends EventName<Contract>> = Name extends Name
  ? { name: Name; args: EventOutput<Contract, Name> }
  : never

type EventSearch = {
  /** Values of the indexed fields, in order: 32 bytes each; null = any. */
  indexed: readonly (Hex | null)[]
  fromBlock?: number | undefined
  operation: string
  signal?: AbortSignal | undefined
}

/** Reads the events of the given names that a contract has left, oldest first. */
export async function readEvents<Contract extends ContractName, Name extends EventName<Contract>>(
  chain: Chain,
  contract: Contract,
  names: readonly Name[],
  { indexed, fromBlock = chain.addresses.deployBlock, operation, signal }: EventSearch,
): Promise<ContractEvent<Contract, Name>[]> {
  const filter = {
    address: chain.addresses[contract],
    fromBlock: toQuantity(fromBlock),
    toBlock: 'latest',
    topics: [names.map((name) => topicOf(contract, name)), ...indexed],
  }
  try {
    const logs = await chain.request({ method: 'eth_getLogs', params: [filter] }, { signal })
    return (logs as (Log & { blockNumber: Hex })[]).flatMap((log) =>
      decodeEvent(contract, names, log).map((event) => ({ ...event, blockNumber: Number(log.blockNumber) })),
    )
  } catch (failure) {
    signal?.throwIfAborted()
    throw translateFailure(chain, operation, failure)
  }
}

/** The event that a log is, if it is one of the given names; what is not indexed is decoded too. */
export function decodeEvent<Contract extends ContractName, Name extends EventName<Contract>>(
  contract: Contract,
  names: readonly Name[],
  { topics, data }: Pick<Log, 'topics' | 'data'>,
): DecodedEvent<Contract, Name>[] {
  const name = names.find((candidate) => topics[0] === topicOf(contract, candidate))
  if (name === undefined) return []
  const args = interfaceOf(contract).decodeEventLog(name, data, topics)
  return [{ name, args } as unknown as DecodedEvent<Contract, Name>]
}

function topicOf(contract: ContractName, name: string): Hex {
  return interfaceOf(contract).getEvent(name)?.topicHash as Hex
}

function toQuantity(blockNumber: number): Hex {
  return `0x${blockNumber.toString(16)}`
}
