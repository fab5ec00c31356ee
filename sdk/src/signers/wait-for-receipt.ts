import { getAddress } from 'ethers'
import { raceSignal } from 'race-signal'
import type { Address, Hex, Request } from '../utils/index.ts'
import type { CallReceipt } from './signer.ts'

const pollMs = 100

/** How often the sender's nonce is asked for besides. */
const pollsBetweenNonces = 20

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

/** Another transaction of the sender was mined with the same nonce. */
class ReplacedError extends Error {
  override readonly name = 'ReplacedError'
  readonly code = 'TRANSACTION_REPLACED'
}

/** A transaction that was sent. */
export type SentTransaction = { hash: Hex; from: Address; nonce: number }

/**
 * Asks for a receipt until there is one. Rejects when the transaction reverted, when another one took its nonce, or when
 * the signal aborts.
 */
export async function waitForReceipt(
  request: Request,
  { hash, from, nonce }: SentTransaction,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<CallReceipt> {
  const readAnswer = () => request({ method: 'eth_getTransactionReceipt', params: [hash] }, options)
  for (let poll = 1; ; poll++) {
    const answer = await readAnswer()
    if (answer !== null) return readReceipt(answer as RpcReceipt)
    if (poll % pollsBetweenNonces === 0) {
      const next = await request({ method: 'eth_getTransactionCount', params: [from, 'latest'] }, options)
      if (Number(next) > nonce) {
        // It may be the one that was mined, a moment ago.
        const late = await readAnswer()
        if (late !== null) return readReceipt(late as RpcReceipt)
        throw new ReplacedError(`another transaction with nonce ${nonce} was mined instead of ${hash}`)
      }
    }
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
