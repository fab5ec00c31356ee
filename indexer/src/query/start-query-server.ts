import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openQueryEngine, type QueryEngine, type QueryEngineOptions } from './open-query-engine.ts'
import type { QueryRequest } from './plan-request.ts'

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
 * Serves a subgraph's query API: `POST /subgraphs/name/<name>`, `/subgraphs/id/<deployment>` and `/`, and the
 * state of the index on `GET /status`.
 */
export async function startQueryServer(options: QueryServerOptions): Promise<QueryServer> {
  const { name, host = '127.0.0.1', port = 0, deployment } = options
  const engine = openQueryEngine(options)
  const path = `/subgraphs/name/${name}`
  const endpoints = new Set(['/', path, `/subgraphs/id/${deployment}`])
  const server = createServer((request, response) => {
    const url = decodePath(request.url ?? '/')
    answer(request, response, engine, endpoints.has(url), url === '/status', options.status).catch(
      (error) => {
        if (response.headersSent) response.destroy()
        else sendError(response, error instanceof BodyError ? error.status : 500, error.message)
      },
    )
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

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  engine: QueryEngine,
  isEndpoint: boolean,
  isStatus: boolean,
  status: QueryServerOptions['status'],
): Promise<void> {
  if (request.method === 'OPTIONS') {
    response.writeHead(204, CORS).end()
  } else if (isStatus && request.method === 'GET') {
    send(response, 200, JSON.stringify({ ...engine.state(), ...status?.() }))
  } else if (!isEndpoint) {
    sendError(response, 404, `Nothing is served at ${request.url}; POST queries to the subgraph's address`)
  } else if (request.method !== 'POST') {
    sendError(response, 405, 'Send the query as JSON with POST')
  } else {
    send(response, 200, engine.execute(readRequest(await readJsonBody(request, MAX_BODY_BYTES))))
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

function send(response: ServerResponse, status: number, body: string): void {
  const length = Buffer.byteLength(body)
  response
    .writeHead(status, { ...CORS, 'content-type': 'application/json', 'content-length': length })
    .end(body)
}

function sendError(response: ServerResponse, status: number, message: string): void {
  send(response, status, JSON.stringify({ errors: [{ message }] }))
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
