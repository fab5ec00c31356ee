import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { createRpcClient } from './rpc-client.ts'

type Call = { readonly id: number; readonly method: string }
const servers: Server[] = []
after(() => {
  for (const server of servers) server.close().closeAllConnections()
})

/** A server that answers bodies with what `answer` makes of them; a number is an HTTP status without JSON. */
async function serve(
  answer: (body: Call | Call[]) => unknown,
): Promise<{ url: string; bodies: (Call | Call[])[] }> {
  const bodies: (Call | Call[])[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString())
    bodies.push(body)
    const result = answer(body)
    if (typeof result === 'number') response.writeHead(result).end('<html>sorry</html>')
    else response.end(JSON.stringify(result))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-key`, bodies }
}

const echo = ({ id, method }: Call) => ({ jsonrpc: '2.0', id, result: method })
const never = new AbortController().signal

test('calls of one turn travel together and find their answers in any order', async () => {
  const { url, bodies } = await serve((body) => (Array.isArray(body) ? body.map(echo).reverse() : echo(body)))
  const rpc = createRpcClient(url, never)
  const names = Array.from({ length: 30 }, (_, i) => `m${i}`)
  assert.deepEqual(await Promise.all(names.map((name) => rpc.call(name, []))), names)
  assert.deepEqual(bodies.map((body) => (Array.isArray(body) ? body.length : 1)).sort(), [25, 5])
  assert.equal(await rpc.call('alone', []), 'alone')
  assert.equal(Array.isArray(bodies.at(-1)), false)
  assert.equal(rpc.calls, 31)
})

test('a node without batches gets single calls from then on', async () => {
  const { url, bodies } = await serve((body) =>
    Array.isArray(body) ? { error: { code: -32600, message: 'no batches' } } : echo(body),
  )
  const rpc = createRpcClient(url, never)
  const both = () => Promise.all([rpc.call('a', []), rpc.call('b', [])])
  assert.deepEqual(await both(), ['a', 'b'])
  assert.deepEqual(await both(), ['a', 'b'])
  assert.equal(bodies.filter(Array.isArray).length, 1)
})

test('refusals, wrong statuses and dead nodes are typed, and no message holds the path', async () => {
  const failure = async (url: string, message: RegExp, refused: boolean) => {
    await assert.rejects(createRpcClient(url, never).call('eth_x', []), (error) => {
      assert.ok(error instanceof IndexerError && error.code === 'rpc-failed')
      assert.match(error.message, message)
      assert.doesNotMatch(error.message, /secret-key/)
      assert.equal(error.details.refused === true, refused)
      return true
    })
  }
  const refusing = await serve((body) => ({
    id: (body as Call).id,
    error: { code: -32000, message: 'not today' },
  }))
  await failure(refusing.url, /eth_x was refused by 127\.0\.0\.1:\d+: not today \(-32000\)/, true)
  await failure((await serve(() => 503)).url, /HTTP status 503/, false)
  await failure('http://127.0.0.1:1/secret-key', /does not answer/, false)
})

test('an answer that a batch lacks fails only its call', async () => {
  const { url } = await serve((body) => (body as Call[]).slice(1).map(echo))
  const rpc = createRpcClient(url, never)
  const [first, second] = await Promise.allSettled([rpc.call('a', []), rpc.call('b', [])])
  assert.equal(first.status, 'rejected')
  assert.deepEqual(second, { status: 'fulfilled', value: 'b' })
})

test('an abort ends waiting calls', async () => {
  const abort = new AbortController()
  const { url } = await serve(() => {
    abort.abort()
    return {}
  })
  await assert.rejects(createRpcClient(url, abort.signal).call('a', []), IndexerError)
})
