import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import type { IndexClient } from './query-index.ts'

/** What was asked of the index. */
export type Question = { query: string; variables: Record<string, unknown> }

/** A subgraph endpoint whose answers a test decides: an object is sent as JSON, text as it is. */
export class MockIndex {
  readonly questions: Question[] = []
  answer: (question: Question) => object | string | Promise<object | string> = () => ({ data: {} })
  client: IndexClient = { url: '' }
  readonly #server = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const question = JSON.parse(body) as Question
    this.questions.push(question)
    const answer = await this.answer(question)
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })

  /** Starts it for the tests of a suite. */
  constructor() {
    before(async () => {
      await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
      this.client = {
        url: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hidden?key=hidden`,
      }
    })
    after(() => {
      this.closeConnections()
      this.#server.close()
    })
  }

  closeConnections(): void {
    this.#server.closeAllConnections()
  }
}

/** An id of so many bytes that counts up. */
export function idOf(at: number, sizeBytes: number): `0x${string}` {
  return `0x${at.toString(16).padStart(2 * sizeBytes, '0')}`
}
