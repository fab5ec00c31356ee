import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { inspect } from 'node:util'
import { SpaceError } from '../errors/index.ts'
import { parseHttpEndpoint, type Request } from '../utils/index.ts'
import { createHttpRequest, RpcError } from './http-request.ts'

type Call = { id: number; method: string; params: unknown[] }

describe('createHttpRequest', () => {
  const server = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    posts.push({ body: JSON.parse(body), authorization: incoming.headers.authorization })
    answer(JSON.parse(body), response, incoming)
  })
  let posts: { body: Call | Call[]; authorization: string | undefined }[] = []
  let answer: (body: Call | Call[], response: ServerResponse, incoming: IncomingMessage) => void
  let port = 0
  let request: Request

  const echo: typeof answer = (body, response) => {
    const reply = ({ id, params }: Call) => ({ jsonrpc: '2.0', id, result: params[0] ?? null })
    response.end(JSON.stringify(Array.isArray(body) ? body.map(reply).reverse() : reply(body)))
  }
  const endpointOf = (user = '') => {
    const endpoint = parseHttpEndpoint(
      `http://${user}127.0.0.1:${port}/v1/hidden-key?token=hidden-too#hidden-three`,
    )
    assert.ok(endpoint)
    return endpoint
  }

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
    request = createHttpRequest(endpointOf())
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  it('sends what is asked at one moment in one post, and gives each its own answer', async () => {
    posts = []
    answer = echo
    const asked = Array.from({ length: 150 }, (_, at) => request({ method: 'echo', params: [at] }))
    assert.deepEqual(
      await Promise.all(asked),
      Array.from({ length: 150 }, (_, at) => at),
    )
    assert.deepEqual(
      posts.map(({ body }) => (body as Call[]).length).sort((a, b) => b - a),
      [100, 50],
    )
    assert.equal(await request({ method: 'echo', params: ['alone'] }), 'alone')
    assert.ok(!Array.isArray(posts.at(-1)?.body))
    assert.equal(await request({ method: 'echo' }), null)
  })

  it('gives a refusal of the node to the one that it is for', async () => {
    answer = (body, response) => {
      const replies = (body as Call[]).map(({ id }) =>
        id === 1
          ? { id, error: { code: 3, message: 'execution reverted', data: '0x12345678' } }
          : { id, result: id },
      )
      response.end(JSON.stringify(replies))
    }
    const [first, second, third] = await Promise.allSettled(
      [0, 1, 2].map(() => request({ method: 'eth_call' })),
    )
    assert.deepEqual([first?.status, third?.status], ['fulfilled', 'fulfilled'])
    const { reason } = second as PromiseRejectedResult
    assert.ok(reason instanceof RpcError)
    assert.deepEqual([reason.code, reason.message, reason.data], [3, 'execution reverted', '0x12345678'])
  })

  it('gives one refusal for all to all', async () => {
    answer = (_, response) =>
      response.end(JSON.stringify({ id: null, error: { code: -32600, message: 'no batches' } }))
    const results = await Promise.allSettled([request({ method: 'a' }), request({ method: 'b' })])
    for (const result of results) {
      assert.ok(
        result.status === 'rejected' &&
          result.reason instanceof RpcError &&
          result.reason.message === 'no batches',
      )
    }
  })

  it('asks again when a node is busy', async () => {
    let busy = 2
    answer = (body, response, incoming) => {
      if (busy-- > 0) response.writeHead(busy === 1 ? 429 : 503).end('later')
      else echo(body, response, incoming)
    }
    assert.equal(await request({ method: 'echo', params: [7] }), 7)
  })

  it('asks once more when the connection was closed, and then says that the node does not answer', async () => {
    let closed = 1
    answer = (body, response, incoming) => {
      if (closed-- > 0) response.destroy()
      else echo(body, response, incoming)
    }
    assert.equal(await request({ method: 'echo', params: [8] }), 8)
    posts = []
    answer = (_, response) => void response.destroy()
    await assert.rejects(request({ method: 'echo' }), (error) => SpaceError.is(error, 'CHAIN_UNREACHABLE'))
    assert.equal(posts.length, 2)
  })

  it('takes a page, a cut answer and one that is left out for no answer', async () => {
    const pages = ['<html>', '{"id":0,"res', '{"id":0}', '[]']
    for (const page of pages) {
      answer = (_, response) => response.end(page)
      await assert.rejects(
        request({ method: 'echo' }),
        (error) => SpaceError.is(error, 'CHAIN_UNREACHABLE'),
        page,
      )
    }
    answer = (_, response) => response.end(JSON.stringify([{ id: 0, result: 1 }]))
    await assert.rejects(Promise.all([request({ method: 'a' }), request({ method: 'b' })]), (error) =>
      SpaceError.is(error, 'CHAIN_UNREACHABLE'),
    )
  })

  it('takes no answer of one call for that of another', async () => {
    answer = (body, response) => response.end(JSON.stringify({ id: 0, result: '0x1', calls: body }))
    const asked = await Promise.allSettled([request({ method: 'first' }), request({ method: 'second' })])
    assert.deepEqual(asked[0], { status: 'fulfilled', value: '0x1' })
    assert.ok(asked[1]?.status === 'rejected' && SpaceError.is(asked[1].reason, 'CHAIN_UNREACHABLE'))
  })

  it('takes an error without a code for no answer of a node', async () => {
    answer = (_, response) => response.writeHead(401).end(JSON.stringify({ error: 'invalid project id' }))
    await assert.rejects(request({ method: 'first' }), (error) => SpaceError.is(error, 'CHAIN_UNREACHABLE'))
  })

  it('does not send what was aborted before it could go', async () => {
    posts = []
    answer = echo
    const controller = new AbortController()
    const aborted = request({ method: 'echo', params: ['no'] }, { signal: controller.signal })
    controller.abort(new Error('no longer wanted'))
    await assert.rejects(aborted, /no longer wanted/)
    assert.equal(await request({ method: 'echo', params: ['yes'] }), 'yes')
    assert.deepEqual(
      posts.flatMap(({ body }) => body).map(({ params }) => params[0]),
      ['yes'],
    )
  })

  it('rejects with the reason of the signal, at once and without a post', async () => {
    const reason = new Error('no longer wanted')
    posts = []
    await assert.rejects(request({ method: 'a' }, { signal: AbortSignal.abort(reason) }), reason)
    assert.equal(posts.length, 0)
    answer = () => {}
    const controller = new AbortController()
    const pending = request({ method: 'a' }, { signal: controller.signal })
    setTimeout(() => controller.abort(reason), 20)
    await assert.rejects(pending, reason)
    server.closeAllConnections()
  })

  it('sends user and password as a header, and shows neither them nor the path', async () => {
    posts = []
    answer = echo
    const secret = createHttpRequest(endpointOf('ann:s%3Acret@'))
    assert.equal(await secret({ method: 'echo', params: [1] }), 1)
    assert.equal(posts.at(-1)?.authorization, `Basic ${Buffer.from('ann:s:cret').toString('base64')}`)
    answer = (_, response) => void response.destroy()
    await assert.rejects(secret({ method: 'echo' }), (error) => {
      assert.ok(SpaceError.is(error, 'CHAIN_UNREACHABLE'))
      for (const text of [error.message, JSON.stringify(error), inspect(error, { depth: 9 })]) {
        assert.doesNotMatch(text, /hidden|cret|ann:/)
      }
      assert.match(error.message, new RegExp(`http://127\\.0\\.0\\.1:${port} does not answer`))
      return true
    })
  })
})
