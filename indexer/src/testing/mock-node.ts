import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MockChain } from './mock-chain.ts'

type Json = Record<string, unknown>
type Call = { readonly id: number; readonly method: string; readonly params: unknown[] }

/** A refusal, as a node words it. */
export class RpcRefusal extends Error {
  override readonly name = 'RpcRefusal'
}

/** An Ethereum node over a `MockChain`. Tests may swap the chain and disturb the answers. */
export class MockNode {
  chain: MockChain
  /** Called before each answer; may change the chain, or throw `RpcRefusal` to refuse and any other error to hang up. */
  disturb: (method: string, parameters: readonly unknown[]) => void = () => {}
  /** Changes an answer before it is sent. */
  alter: (method: string, result: unknown, parameters: readonly unknown[]) => unknown = (_, result) => result
  takesBatches = true
  readonly calls: string[] = []
  readonly #server: Server

  private constructor(chain: MockChain, server: Server) {
    this.chain = chain
    this.#server = server
  }

  static async start(chain: MockChain): Promise<MockNode> {
    const server = createServer((request, response) => {
      node.#answer(request).then(
        (body) => response.setHeader('content-type', 'application/json').end(body),
        () => response.destroy(),
      )
    })
    // A test that fails before it closes the node must not keep the process running.
    server.unref()
    const node = new MockNode(chain, server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return node
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[]
    if (!Array.isArray(body)) return JSON.stringify(this.#answerOne(body))
    if (!this.takesBatches) return JSON.stringify({ error: { code: -32600, message: 'no batches' } })
    return JSON.stringify(body.map((call) => this.#answerOne(call)).reverse())
  }

  #answerOne({ id, method, params }: Call): Json {
    this.calls.push(method)
    try {
      this.disturb(method, params)
      return { jsonrpc: '2.0', id, result: this.alter(method, this.#result(method, params), params) }
    } catch (error) {
      if (!(error instanceof RpcRefusal)) throw error
      return { jsonrpc: '2.0', id, error: { code: -32005, message: error.message } }
    }
  }

  #result(method: string, parameters: readonly unknown[]): unknown {
    const [first, second] = parameters
    switch (method) {
      case 'eth_chainId':
        return `0x${this.chain.chainId.toString(16)}`
      case 'eth_getBlockByNumber': {
        const number = first === 'latest' ? this.chain.latest : Number(first)
        return this.#block(this.chain.block(number), second === true)
      }
      case 'eth_getBlockByHash':
        return this.#block(this.chain.byHash(String(first)), second === true)
      case 'eth_getLogs':
        return this.#logs(first as Json)
      case 'eth_getTransactionReceipt':
        return this.#receipt(String(first))
      case 'eth_getBlockReceipts': {
        const logs = this.chain.byHash(String(first))?.logs ?? []
        return logs.map((log) => this.#receipt(String(log.transactionHash)))
      }
      default:
        throw new RpcRefusal(`the method ${method} does not exist`)
    }
  }

  #block(block: ReturnType<MockChain['block']>, withTransactions: boolean): Json | null {
    if (block === undefined) return null
    const transactions = withTransactions ? block.transactions : block.transactions.map(({ hash }) => hash)
    return { ...block.header, transactions }
  }

  #logs(filter: Json): Json[] {
    const blocks =
      typeof filter.blockHash === 'string'
        ? [this.chain.byHash(filter.blockHash)]
        : this.chain.range(Number(filter.fromBlock), Number(filter.toBlock))
    const addresses = filter.address as string[] | undefined
    const [topics0] = filter.topics as [string[]]
    return blocks.flatMap((block) => {
      if (block === undefined) throw new RpcRefusal('unknown block')
      return block.logs.filter(
        (log) =>
          (addresses === undefined || addresses.includes(log.address as string)) &&
          topics0.includes((log.topics as string[])[0] ?? ''),
      )
    })
  }

  #receipt(hash: string): Json | null {
    for (const block of this.chain.range(0, this.chain.latest)) {
      const log = block.logs.find((item) => item.transactionHash === hash)
      if (log === undefined) continue
      return {
        ...{ transactionHash: hash, transactionIndex: log.transactionIndex, blockHash: block.hash },
        ...{
          blockNumber: log.blockNumber,
          cumulativeGasUsed: '0x5208',
          gasUsed: '0x5208',
          contractAddress: null,
        },
        ...{ logs: [log], status: '0x1', logsBloom: `0x${'00'.repeat(256)}` },
      }
    }
    return null
  }
}
