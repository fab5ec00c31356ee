import { request } from 'node:http'
import { text } from 'node:stream/consumers'

/**
 * One JSON-RPC request to an Ethereum node on this machine. Each has a connection of its own: a kept one may be closed
 * by the node just as it is used again.
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
