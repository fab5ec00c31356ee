import { getAddress } from 'ethers'
import { raceSignal } from 'race-signal'
import type { Address, Hex, Request } from '../utils/index.ts'
import type { CallReceipt } from './signer.ts'

const pollMs = 100

type RpcReceipt = {
  status?: Hex
  transactionHash: Hex
  blockNumber: Hex
  gasUsed: Hex
  effectiveGasPrice?: Hex
  logs: readonly { address: Hex; topics: readonly Hex[]; data: Hex }[]
}

/** A transaction that was mined and changed nothing. */
class RevertedError extends Error {
  override readonly name = 'RevertedError'
  readonly code = 'CALL_EXCEPTION'
  readonly shortMessage = 'the transaction was mined and reverted'
}

/** Asks for a receipt until there is one. Rejects when the transaction reverted or the signal aborts. */
export async function waitForReceipt(
  request: Request,
  hash: Hex,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<CallReceipt> {
  for (;;) {
    const answer = await request({ method: 'eth_getTransactionReceipt', params: [hash] }, options)
    if (answer !== null) return readReceipt(answer as RpcReceipt)
    await raceSignal(new Promise((resolve) => setTimeout(resolve, pollMs)), options.signal)
  }
}

function readReceipt(receipt: RpcReceipt): CallReceipt {
  if (receipt.status === '0x0') throw new RevertedError(`transaction ${receipt.transactionHash} reverted`)
  return {
    transactionHash: receipt.transactionHash,
    blockNumber: Number(receipt.blockNumber),
    gasUsed: BigInt(receipt.gasUsed),
    gasPriceWei: BigInt(receipt.effectiveGasPrice ?? 0),
    logs: receipt.logs.map(({ address, topics, data }) => ({
      address: getAddress(address) as Address,
      topics,
      data,
    })),
  }
}
