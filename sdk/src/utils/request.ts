/**
 * Sends one JSON-RPC request to an Ethereum node and gives its result, as `request` of EIP-1193 does. The second
 * argument is ours: a wallet's own function may be used where it is not given.
 */
export type Request = (
  call: { method: string; params?: readonly unknown[] },
  options?: { signal?: AbortSignal | undefined },
) => Promise<unknown>
