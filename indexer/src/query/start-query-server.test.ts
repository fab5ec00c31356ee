import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import { openStore } from '../store/open-store.ts'
import { sampleBlock, toData } from '../store/testing/sample-changes.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { type QueryServer, startQueryServer } from './start-query-server.ts'

const schema = parseSchema('type Note @entity { id: ID! text: String! }')
const folder = temporaryFolder()
const store = openStore({ path: join(folder, 'index.db'), schema, identity: 'x' })
const note = (id: string, text: string) => ({ type: 'Note', id, data: toData({ id, text }) })
let server: QueryServer
let origin: string

before(async () => {
  store.commitBlock(sampleBlock(1), [note('a', 'naïve 😀')])
  server = await startQueryServer({
    path: store.path,
    schema,
    deployment: 'QmNotes',
    name: 'org/notes',
    status: () => ({ lag: 3 }),
  })
  origin = new URL(server.url).origin
})
after(async () => {
  await server.close()
  store.close()
})

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, init: RequestInit = {}) {
  const response = await fetch(origin + path, { method: 'POST', body, ...init })
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  }
}
const query = JSON.stringify({ query: '{ notes { text } }' })

describe('startQueryServer', () => {
  it('answers on loopback under name, deployment and root', async () => {
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/subgraphs\/name\/org\/notes$/)
    for (const path of [
      '/subgraphs/name/org/notes',
      '/subgraphs/name/org%2Fnotes',
      '/subgraphs/id/QmNotes',
      '/',
      '/?x=1',
      '/subgraphs/name/org/notes/',
      '/subgraphs/id/QmNotes/',
      '/subgraphs/name/org/notes/graphql',
    ]) {
      const { status, headers, json } = await post(path, query)
      assert.deepEqual([status, json], [200, { data: { notes: [{ text: 'naïve 😀' }] } }], path)
      assert.equal(headers.get('access-control-allow-origin'), '*')
      assert.equal(headers.get('content-type'), 'application/json')
    }
  })

  it('takes variables and operation names, null or given', async () => {
    const text = 'query A($id: ID!) { note(id: $id) { id } } query B { notes { id } }'
    const a = await post('/', JSON.stringify({ query: text, operationName: 'A', variables: { id: 'a' } }))
    assert.deepEqual(a.json, { data: { note: { id: 'a' } } })
    const b = await post('/', JSON.stringify({ query: text, operationName: 'B', variables: null }))
    assert.deepEqual(b.json, { data: { notes: [{ id: 'a' }] } })
  })

  const bad: [title: string, body: string, status: number, message: RegExp][] = [
    ['broken JSON', '{"query": ', 400, /not valid JSON/],
    ['no body', '', 400, /not valid JSON/],
    ['a list', '[]', 400, /must be a JSON object/],
    ['no query', '{}', 400, /`query` must be a string/],
    ['wrong variables', '{"query": "{a}", "variables": []}', 400, /`variables` must be an object/],
    ['variables as text', '{"query": "{a}", "variables": "x"}', 400, /`variables` must be an object/],
    [
      'a wrong operation name',
      '{"query": "{a}", "operationName": 5}',
      400,
      /`operationName` must be a string/,
    ],
    ['a huge body', JSON.stringify({ query: ' '.repeat(1_100_000) }), 413, /larger than 1048576 bytes/],
    ['a bad query', '{"query": "{"}', 200, /^Syntax Error/],
  ]
  for (const [title, body, status, message] of bad) {
    it(`answers ${title} with a GraphQL error`, async () => {
      const answer = await post('/', body)
      assert.equal(answer.status, status)
      assert.match((answer.json.errors as { message: string }[])[0]?.message ?? '', message)
    })
  }

  it('refuses a huge body that comes in chunks of unknown number', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(32)
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(chunk)
      },
    })
    const request = fetch(origin, { method: 'POST', body, duplex: 'half' } as RequestInit)
    const outcome = await request.then(
      (response) => response.status,
      () => 'connection closed',
    )
    assert.ok(outcome === 413 || outcome === 'connection closed', String(outcome))
    assert.equal((await post('/', query)).status, 200)
  })

  it('answers other paths and methods', async () => {
    const unknown = await post('/subgraphs/name/other', query)
    assert.deepEqual(
      [unknown.status, unknown.json],
      [200, { errors: [{ message: 'deployment not found: other' }] }],
    )
    assert.equal((await post('/%zz', query)).status, 404)
    assert.equal((await fetch(server.url, { method: 'PUT' })).status, 405)
    assert.equal((await post('/status', query)).status, 405)
    const preflight = await fetch(server.url, { method: 'OPTIONS' })
    assert.equal(preflight.status, 204)
    assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /POST/)
  })

  it('shows a page for queries on GET', async () => {
    for (const path of ['', '/', '/graphql']) {
      const page = await fetch(`${server.url}${path}`)
      assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8'])
      const html = await page.text()
      assert.match(html, /const endpoint = "\/subgraphs\/name\/org\/notes\/?"/)
      assert.doesNotMatch(html, /(src|href)=/, 'nothing is loaded from elsewhere')
    }
  })

  it('answers a bad request with the text of graph-node as well', async () => {
    const { json } = await post('/', '{}')
    assert.match(String(json.error), /^GraphQL server error \(client error\): /)
  })

  it('survives a client that breaks off', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"qu')
    await new Promise((resolve) => setTimeout(resolve, 20))
    socket.destroy()
    assert.equal((await post('/', query)).status, 200)
  })

  it('shows the state of the index', async () => {
    const status = await fetch(`${origin}/status`)
    assert.deepEqual(await status.json(), { head: sampleBlock(1), counts: { Note: 1 }, lag: 3 })
  })

  it('sees each commit at once', async () => {
    store.commitBlock(sampleBlock(2), [note('b', 'second')])
    const { json } = await post('/', JSON.stringify({ query: '{ notes { id } _meta { block { number } } }' }))
    assert.deepEqual(json, { data: { notes: [{ id: 'a' }, { id: 'b' }], _meta: { block: { number: 2 } } } })
  })

  it('says why it cannot listen', async () => {
    const port = Number(new URL(origin).port)
    const second = startQueryServer({ path: store.path, schema, deployment: 'x', name: 'x', port })
    await assert.rejects(second, /EADDRINUSE/)
  })
})
