import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openQueryEngine, type QueryEngine, type QueryEngineOptions } from './open-query-engine.ts'
import type { QueryRequest } from './plan-request.ts'
import { queryPage } from './query-page.ts'

const MAX_BODY_BYTES = 1024 * 1024
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
}

/** Where a query server listens and what it answers from. */
export type QueryServerOptions = QueryEngineOptions & {
  /** Name in the path `/subgraphs/name/<name>`; may hold slashes. */
  readonly name: string
  /** 127.0.0.1 by default. */
  readonly host?: string
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Fields that `GET /status` shows beside head, failure and counts. */
  readonly status?: () => Readonly<Record<string, unknown>>
}

/** A running query server. */
export type QueryServer = {
  /** Address of the GraphQL endpoint. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves a subgraph's query API with graph-node's manners: `POST /subgraphs/name/<name>`, `/subgraphs/id/<deployment>`
 * and `/`, a page for queries on GET of the same addresses and below `/graphql`, an unknown subgraph as an error with
 * status 200. `GET /status` shows the state of the index.
 */
export async function startQueryServer(options: QueryServerOptions): Promise<QueryServer> {
  const { name, host = '127.0.0.1', port = 0, deployment } = options
  const engine = openQueryEngine(options)
  const path = `/subgraphs/name/${name}`
  const endpoints = new Set(['/', path, `/subgraphs/id/${deployment}`])
  const server = createServer((request, response) => {
    answer(request, response, { engine, endpoints }, options.status).catch((error) => {
      if (response.headersSent) response.destroy()
      else sendError(response, error instanceof BodyError ? error.status : 500, error.message)
    })
  })
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    engine.close()
    throw error
  }
  const address = server.address() as AddressInfo
  const origin = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
  return {
    url: origin + path,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      engine.close()
    },
  }
}

/** What a path leads to; graph-node ignores a slash at its end. */
type Route = 'query' | 'page' | 'status' | 'unknown-subgraph' | 'nothing'

function findRoute(path: string, endpoints: ReadonlySet<string>): Route {
  const bare = path.length > 1 ? path.replace(/\/+$/, '') : path
  if (bare === '/status') return 'status'
  if (endpoints.has(bare)) return 'query'
  if (endpoints.has(bare.replace(/\/graphql$/, ''))) return 'page'
  return /^\/subgraphs\/(name|id)\/./.test(bare) ? 'unknown-subgraph' : 'nothing'
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  server: { readonly engine: QueryEngine; readonly endpoints: ReadonlySet<string> },
  status: QueryServerOptions['status'],
): Promise<void> {
  const path = decodePath(request.url ?? '/')
  const route = findRoute(path, server.endpoints)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (request.method === 'OPTIONS') {
    response.writeHead(204, CORS).end()
  } else if (route === 'status' && isRead) {
    send(response, 200, JSON.stringify({ ...server.engine.state(), ...status?.() }))
  } else if (route === 'nothing') {
    sendError(response, 404, `Nothing is served at ${request.url}; POST queries to the subgraph's address`)
  } else if (isRead && route !== 'status') {
    const page = queryPage(path.replace(/\/graphql\/*$/, '') || '/')
    send(response, 200, page, 'text/html; charset=utf-8')
  } else if (request.method !== 'POST' || route === 'status') {
    sendError(response, 405, 'Send the query as JSON with POST')
  } else if (route === 'unknown-subgraph') {
    const name = path.replace(/^\/subgraphs\/(name|id)\//, '').replace(/\/+$/, '')
    send(response, 200, JSON.stringify({ errors: [{ message: `deployment not found: ${name}` }] }))
  } else {
    send(response, 200, server.engine.execute(readRequest(await readJsonBody(request, MAX_BODY_BYTES))))
  }
}

function readRequest(body: unknown): QueryRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BodyError(400, 'The request body must be a JSON object with the field `query`')
  }
  const { query, operationName = null, variables = null } = body as Record<string, unknown>
  if (typeof query !== 'string') throw new BodyError(400, 'The field `query` must be a string')
  if (operationName !== null && typeof operationName !== 'string') {
    throw new BodyError(400, 'The field `operationName` must be a string')
  }
  if (typeof variables !== 'object' || Array.isArray(variables)) {
    throw new BodyError(400, 'The field `variables` must be an object')
  }
  return { query, operationName, variables: variables as Record<string, unknown> | null }
}

function decodePath(url: string): string {
  const path = url.split('?', 1)[0] ?? '/'
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function send(response: ServerResponse, status: number, body: string, type = 'application/json'): void {
  const length = Buffer.byteLength(body)
  response.writeHead(status, { ...CORS, 'content-type': type, 'content-length': length }).end(body)
}

/** `error` is what graph-node answers to a bad request, `errors` what GraphQL clients read. */
function sendError(response: ServerResponse, status: number, message: string): void {
  const error = `GraphQL server error (client error): ${message}`
  send(response, status, JSON.stringify({ error, errors: [{ message }] }))
}

/** A request body that is refused; `status` is the HTTP status to answer with. */
export class BodyError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * Reads a request's body as JSON of at most `limitBytes`.
 *
 * @throws BodyError 413 for more bytes, 400 for what is no JSON.
 */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const tooLarge = () => new BodyError(413, `The request body is larger than ${limitBytes} bytes`)
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    sizeBytes += chunk.length
    if (sizeBytes > limitBytes) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new BodyError(400, 'The request body is not valid JSON')
  }
}
