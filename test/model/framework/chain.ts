import { concat, getCreateAddress, Interface } from 'ethers'
import { artifacts } from 'hardhat'
import type { Step } from './step.ts'

/** A log as JSON-RPC gives it. */
export type RawLog = { address: string; topics: string[]; data: string }

/** What a transaction did: its logs, or the data with which it failed. */
export type Execution = { ok: true; logs: RawLog[] } | { ok: false; data: string }

/** A transaction from an account of which no key is needed. */
export type Transaction = { from: string; to?: string; data: string; value?: bigint }

/** An EVM behind JSON-RPC in which any account can be impersonated and time is set. */
export type Chain = {
  readonly name: string
  request(method: string, params: readonly unknown[]): Promise<unknown>
  /** Runs a transaction in a block of its own, at the time that was set last. */
  execute(transaction: Transaction): Promise<Execution>
  close(): Promise<void>
}

/** The time of the first block, unix seconds. */
export const GENESIS_TIME = 2_000_000_000n

/** The chain of both EVMs. */
export const CHAIN_ID = 31_337n

/** More than any call of the tests needs; given, so that nothing is estimated. */
const GAS = '0x1c9c380'

/** Fields of a transaction as JSON-RPC wants them. Gas is free, so balances of ETH move by value alone. */
export function toRpcTransaction({ from, to, data, value = 0n }: Transaction): Record<string, string> {
  return {
    from,
    ...(to === undefined ? {} : { to }),
    data,
    value: toQuantity(value),
    gas: GAS,
    gasPrice: '0x0',
  }
}

/** A number as JSON-RPC wants it. */
export function toQuantity(value: bigint): string {
  return `0x${value.toString(16)}`
}

/** Sets the time of the next block, unix seconds. */
export async function setTime(chain: Chain, time: bigint): Promise<void> {
  await chain.request('evm_setNextBlockTimestamp', [toQuantity(time)])
}

/** Lets an account send transactions, with money to send along. */
export async function admit(chain: Chain, account: string, balanceWei = 10n ** 30n): Promise<void> {
  await chain.request('hardhat_impersonateAccount', [account])
  await chain.request('hardhat_setBalance', [account, toQuantity(balanceWei)])
}

/** Runs one step at the time that was set. */
export function execute(chain: Chain, abi: Interface, to: string, step: Step): Promise<Execution> {
  const data = abi.encodeFunctionData(step.method, step.args)
  return chain.execute({
    from: step.sender,
    to,
    data,
    ...(step.value === undefined ? {} : { value: step.value }),
  })
}

/** Deploys a compiled contract and returns its address. */
export async function deploy(
  chain: Chain,
  from: string,
  contract: string,
  args: readonly unknown[] = [],
): Promise<string> {
  const { abi, bytecode } = await artifacts.readArtifact(contract)
  const data = concat([bytecode, new Interface(abi).encodeDeploy(args)])
  const nonce = BigInt((await chain.request('eth_getTransactionCount', [from, 'latest'])) as string)
  const execution = await chain.execute({ from, data })
  if (!execution.ok) throw new Error(`${contract} was not deployed: ${execution.data}`)
  return getCreateAddress({ from, nonce }).toLowerCase()
}
