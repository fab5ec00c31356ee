import { isError } from 'ethers'
import { interfaceOf } from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import type { Chain } from './chain.ts'
import { RpcError } from './http-request.ts'

/** The custom error of a contract that stopped a call. */
export type Revert = { name: string; args: readonly unknown[] }

/**
 * Finds a custom error of our contracts in what a node, ethers or an operation of this package threw.
 *
 * @example
 * ```ts
 * import { decodeRevert, revoke } from '@space/sdk/chain'
 *
 * try {
 *   await revoke(chain, { signer, folder, subjects: [subject] })
 * } catch (failure) {
 *   console.log(decodeRevert(failure)?.name) // GrantsDenied
 * }
 * ```
 */
export function decodeRevert(failure: unknown): Revert | undefined {
  for (const data of revertData(failure)) {
    for (const contract of ['names', 'balances', 'grants'] as const) {
      const decoded = interfaceOf(contract).parseError(data)
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

/** Turns what a node or a signer threw into an error of the catalogue; aborts and our own errors pass through. */
export function translateFailure(
  chain: Pick<Chain, 'endpoint'>,
  operation: string,
  failure: unknown,
): unknown {
  if (SpaceError.is(failure)) return failure
  if (failure instanceof Error && failure.name === 'AbortError') return failure
  const revert = decodeRevert(failure)
  if (revert !== undefined) {
    const reason = `${revert.name}(${revert.args.map(String).join(', ')})`
    return new SpaceError('TRANSACTION_REVERTED', { operation, reason }, { cause: failure })
  }
  if (failure instanceof RpcError) {
    const data = { operation, reason: failure.message }
    if (isRevert(failure)) return new SpaceError('TRANSACTION_REVERTED', data, { cause: failure })
  }
  if (isError(failure, 'CALL_EXCEPTION')) {
    const reason = failure.reason ?? failure.shortMessage
    return new SpaceError('TRANSACTION_REVERTED', { operation, reason }, { cause: failure })
  }
  if (isNetworkFailure(failure))
    return new SpaceError('CHAIN_UNREACHABLE', { url: chain.endpoint }, { cause: failure })
  return failure
}

/** Whether a node refused a transaction because its sender cannot pay for it. */
export function isFundsFailure(failure: unknown): boolean {
  if (isError(failure, 'INSUFFICIENT_FUNDS')) return true
  // There is no code for it, and each node has words of its own.
  const isRefusal = failure instanceof RpcError ? !isRevert(failure) : isError(failure, 'UNKNOWN_ERROR')
  return isRefusal && /enough funds|insufficient (funds|balance)/i.test((failure as Error).message)
}

/** Code 3 is a revert in Geth and what follows it; others give -32000 or -32603 and say so. */
function isRevert({ code, message }: RpcError): boolean {
  return code === 3 || /revert/i.test(message)
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
