import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** How a request is answered, given what the honest server would say. */
export type Lie = (honest: string, response: ServerResponse) => void

/** A server in front of a subgraph or an Ethereum node that answers as it likes. */
export type LyingServer = {
  readonly url: string
  /** How to answer from now on; honestly by default. */
  answer: Lie
  close(): Promise<void>
}

/** Passes on what the honest server says. */
export const answerHonestly: Lie = (honest, response) => void response.end(honest)

/** Breaks the connection without an answer. */
export const hangUp: Lie = (_, response) => void response.socket?.destroy()

/** Starts the server. */
export async function startLyingServer(honestUrl: string): Promise<LyingServer> {
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const headers = { 'content-type': 'application/json' }
    const honest = await fetch(honestUrl, { method: 'POST', headers, body })
    liar.answer(await honest.text(), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const liar: LyingServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: answerHonestly,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return liar
}

/** Answers with this JSON, or with what a function makes of the honest answer. */
export function answerWith(change: unknown | ((honest: { data: Rows }) => unknown)): Lie {
  return (honest, response) =>
    response.end(JSON.stringify(typeof change === 'function' ? change(JSON.parse(honest)) : change))
}

/** What the honest index says about grants. */
export type Rows = { grants: Record<string, unknown>[] }
