import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** How a query is answered, given what the index itself would say. */
export type Lie = (honest: string, response: ServerResponse) => void

/** A server in front of a subgraph that answers as it likes. */
export type LyingIndex = {
  readonly url: string
  /** How to answer from now on; honestly by default. */
  answer: Lie
  close(): Promise<void>
}

const tellTruth: Lie = (honest, response) => response.end(honest)

/** Starts the server. */
export async function startLyingIndex(honestUrl: string): Promise<LyingIndex> {
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const headers = { 'content-type': 'application/json' }
    const honest = await fetch(honestUrl, { method: 'POST', headers, body })
    index.answer(await honest.text(), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const index: LyingIndex = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: tellTruth,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return index
}

/** Answers with this JSON, or with what a function makes of the honest answer. */
export function answerWith(change: unknown | ((honest: { data: Rows }) => unknown)): Lie {
  return (honest, response) =>
    response.end(JSON.stringify(typeof change === 'function' ? change(JSON.parse(honest)) : change))
}

/** What the honest index says about grants. */
export type Rows = { grants: Record<string, unknown>[] }
