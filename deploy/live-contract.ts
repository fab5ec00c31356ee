import type { Interface, Result } from 'ethers'
import type { ChainProvider } from './deploy-module.ts'
import { type Log, readLogs } from './read-logs.ts'

/** A contract that is verified where it is. */
export type LiveContract = {
  readonly id: string
  readonly address: string
  readonly abi: Interface
  readonly provider: ChainProvider
  /** It is not older than this block. */
  readonly fromBlock: number
}

/** Calls a view, and rejects if it reverts or answers with something else than the ABI says. */
export async function callView(
  { address, abi, provider }: Pick<LiveContract, 'address' | 'abi' | 'provider'>,
  view: string,
  args: readonly unknown[] = [],
): Promise<Result> {
  const data = abi.encodeFunctionData(view, args)
  const answer = await provider.request({ method: 'eth_call', params: [{ to: address, data }, 'latest'] })
  return abi.decodeFunctionResult(view, answer as string)
}

/** Reads all events of a name. */
export function readEvents(
  { address, abi, provider, fromBlock }: LiveContract,
  name: string,
): Promise<Log[]> {
  const event = abi.getEvent(name)
  if (event === null) throw new Error(`no event ${name}`)
  return readLogs(provider, { address, topics: [event.topicHash] }, fromBlock)
}
