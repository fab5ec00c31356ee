import type { Interface } from 'ethers'

/**
 * Takes what a call threw as the refusal of a contract: one of its errors, by the data that came back and not by the
 * words of the network, which knows contracts by their bytecode. Anything else is thrown again.
 */
export function expectRefusal({ interface: abi }: { interface: Interface }, error: unknown): undefined {
  const { data } = error as { data?: unknown }
  if (typeof data !== 'string' || abi.parseError(data) === null) throw error
}
