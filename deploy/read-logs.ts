import { dataSlice, getAddress, toQuantity } from 'ethers'
import type { ChainProvider } from './deploy-module.ts'

/** What is needed of a log. */
export type Log = { readonly blockNumber: string; readonly topics: readonly string[] }

/** Whose logs, and which: for each topic one value or several. */
export type LogFilter = { readonly address: string; readonly topics: readonly (string | readonly string[])[] }

/**
 * Reads all logs from a block on. Nodes limit how many blocks or logs they search at once, and say so in many ways: what a
 * node refuses is asked again by halves, down to one block, whose refusal is passed on.
 */
export async function readLogs(
  provider: ChainProvider,
  filter: LogFilter,
  fromBlock: number,
): Promise<Log[]> {
  const latest = Number(await provider.request({ method: 'eth_blockNumber' }))
  const logs: Log[] = []
  let size = Math.max(latest - fromBlock + 1, 1)
  for (let from = fromBlock; from <= latest; ) {
    const to = Math.min(from + size - 1, latest)
    const range = { ...filter, fromBlock: toQuantity(from), toBlock: toQuantity(to) }
    try {
      logs.push(...((await provider.request({ method: 'eth_getLogs', params: [range] })) as Log[]))
      from = to + 1
    } catch (error) {
      if (size === 1) throw error
      size = Math.ceil(size / 2)
    }
  }
  return logs
}

/** The address in a topic of a log, with its checksum. */
export function readAddress({ topics }: Log, index: number): string {
  return getAddress(dataSlice(topics[index] ?? '0x', 12))
}
