import { request } from 'node:http'
import { text } from 'node:stream/consumers'

/**
 * Sends one JSON-RPC request to an Ethereum node and returns its result. Each request has a connection of its own: the
 * node may close a kept one just as it is used again.
 *
 * @throws Error with the node's message, code and data when it answers with an error.
 *
 * @example
 * ```ts
 * import { requestRpc } from '@space/devnet'
 *
 * console.log(Number(await requestRpc('http://127.0.0.1:8545', 'eth_blockNumber')))
 * ```
 */
export async function requestRpc(
  rpcUrl: string,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  const body = await new Promise<string>((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    request(rpcUrl, { method: 'POST', headers, agent: false }, (response) => resolve(text(response)))
      .on('error', reject)
      .end(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  })
  const answer = JSON.parse(body) as { result?: unknown; error?: { message: string } }
  if (answer.error !== undefined) throw Object.assign(new Error(answer.error.message), answer.error)
  return answer.result
}
