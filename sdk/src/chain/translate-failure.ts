import { Interface, isError } from 'ethers'
import { balancesAbi, grantsAbi, namesAbi } from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import type { Chain } from './chain.ts'

const interfaces = [new Interface(namesAbi), new Interface(balancesAbi), new Interface(grantsAbi)]

/** The custom error of a contract that stopped a call. */
export type Revert = { name: string; args: readonly unknown[] }

/**
 * Finds a custom error of our contracts in whatever ethers threw.
 *
 * @example
 * ```ts
 * import { connectChain, decodeRevert } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * try {
 *   await chain.names.rotateKey.staticCall(`0x${'00'.repeat(32)}`, 1, `0x${'00'.repeat(32)}`)
 * } catch (failure) {
 *   console.log(decodeRevert(failure)?.name) // NamesNotOwner
 * }
 * ```
 */
export function decodeRevert(failure: unknown): Revert | undefined {
  for (const data of revertData(failure)) {
    for (const candidate of interfaces) {
      const decoded = candidate.parseError(data)
      if (decoded !== null) return { name: decoded.name, args: [...decoded.args] }
    }
  }
  return undefined
}

function* revertData(failure: unknown): Generator<string> {
  let current: unknown = failure
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const { data, info, error, cause } = current as Record<string, unknown>
    if (typeof data === 'string' && data.startsWith('0x') && data.length >= 10) yield data
    if (typeof data === 'object' && data !== null && 'data' in data && typeof data.data === 'string')
      yield data.data
    current = info ?? error ?? cause
  }
}

/** Turns what ethers threw into an error of the catalogue; aborts and our own errors pass through. */
export function translateFailure(chain: Pick<Chain, 'rpcUrl'>, operation: string, failure: unknown): unknown {
  if (SpaceError.is(failure)) return failure
  if (failure instanceof Error && failure.name === 'AbortError') return failure
  const revert = decodeRevert(failure)
  if (revert !== undefined) {
    const reason = `${revert.name}(${revert.args.map(String).join(', ')})`
    return new SpaceError('TRANSACTION_REVERTED', { operation, reason }, { cause: failure })
  }
  if (isError(failure, 'CALL_EXCEPTION')) {
    const reason = failure.reason ?? failure.shortMessage
    return new SpaceError('TRANSACTION_REVERTED', { operation, reason }, { cause: failure })
  }
  if (isNetworkFailure(failure))
    return new SpaceError('CHAIN_UNREACHABLE', { url: chain.rpcUrl }, { cause: failure })
  return failure
}

/** Whether a node refused a transaction because its sender cannot pay for it. */
export function isFundsFailure(failure: unknown): boolean {
  if (isError(failure, 'INSUFFICIENT_FUNDS')) return true
  // Not every node uses the words that ethers knows.
  return (
    isError(failure, 'UNKNOWN_ERROR') && /enough funds|insufficient (funds|balance)/i.test(failure.message)
  )
}

function isNetworkFailure(failure: unknown): boolean {
  // An answer that is no JSON comes from something in front of the node.
  if (isError(failure, 'UNSUPPORTED_OPERATION') && failure.operation === 'bodyJson') return true
  const codes = [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'ETIMEDOUT',
    'EPIPE',
    'NETWORK_ERROR',
    'TIMEOUT',
    'SERVER_ERROR',
  ]
  return (
    typeof failure === 'object' &&
    failure !== null &&
    'code' in failure &&
    codes.includes(String(failure.code))
  )
}

/** Runs a read of the chain; failures come out as errors of the catalogue. */
export async function readChain<T>(
  chain: Pick<Chain, 'rpcUrl'>,
  operation: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read()
  } catch (failure) {
    throw translateFailure(chain, operation, failure)
  }
}
