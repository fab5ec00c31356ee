import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Readonly<Record<string, unknown>>
type Call = { readonly id: number; readonly method: string; readonly params: readonly unknown[] }

/** A recorded chain, as test/vectors/graph-node/README.md describes it. */
type Tape = {
  readonly addresses: readonly string[]
  readonly parentOfZero: string
  readonly blocks: readonly TapeBlock[]
}
type TapeBlock = {
  readonly number: number
  readonly hash: string
  readonly timestamp: number
  readonly size: number
  readonly transactions?: readonly ({ readonly hash: string; readonly index: number } & Json)[]
  readonly logs?: readonly TapeLog[]
} & Json
type TapeLog = {
  readonly a: number
  readonly t: readonly string[]
  readonly d: string
  readonly x: number
  readonly i: number
}

/** A running node over a tape. */
export type TapeNode = {
  readonly url: string
  /** Newest block that the node serves. */
  setLatest(blockNumber: number): void
  close(): Promise<void>
}

const ZERO_HASH = `0x${'00'.repeat(32)}`

/** Serves a recorded chain over JSON-RPC, up to `latest`. */
export async function startTapeNode(file: URL, latest: number): Promise<TapeNode> {
  const tape: Tape = JSON.parse(readFileSync(file, 'utf8'))
  let newest = latest
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[]
    const answer = ({ id, method, params }: Call) => ({
      jsonrpc: '2.0',
      id,
      result: answerCall(tape, newest, method, params),
    })
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(Array.isArray(body) ? body.map(answer) : answer(body)))
  })
  server.unref()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setLatest(blockNumber) {
      newest = blockNumber
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answerCall(tape: Tape, latest: number, method: string, params: readonly unknown[]): unknown {
  const [first, second] = params
  const served = tape.blocks.slice(0, latest + 1)
  switch (method) {
    case 'eth_chainId':
      return quantity(31337)
    case 'eth_getBlockByNumber': {
      const block = served[first === 'latest' ? latest : Number(first)]
      return block === undefined ? null : describeBlock(tape, block, second === true)
    }
    case 'eth_getBlockByHash': {
      const block = served.find(({ hash }) => hash === first)
      return block === undefined ? null : describeBlock(tape, block, second === true)
    }
    case 'eth_getLogs':
      return findLogs(tape, served, first as Json)
    default:
      throw new Error(`the tape does not answer ${method}`)
  }
}

function describeBlock(tape: Tape, block: TapeBlock, withTransactions: boolean): Json {
  const { transactions = [], logs: _, ...header } = block
  return {
    sha3Uncles: ZERO_HASH,
    miner: `0x${'00'.repeat(20)}`,
    stateRoot: ZERO_HASH,
    transactionsRoot: ZERO_HASH,
    receiptsRoot: ZERO_HASH,
    gasUsed: '0x0',
    gasLimit: '0x0',
    difficulty: '0x0',
    ...header,
    parentHash: tape.blocks[block.number - 1]?.hash ?? tape.parentOfZero,
    number: quantity(block.number),
    timestamp: quantity(block.timestamp),
    size: quantity(block.size),
    transactions: transactions.map((transaction) =>
      withTransactions
        ? { input: '0x', ...transaction, transactionIndex: quantity(transaction.index) }
        : transaction.hash,
    ),
  }
}

function findLogs(tape: Tape, served: readonly TapeBlock[], filter: Json): Json[] {
  const isInRange = (block: TapeBlock) =>
    filter.blockHash === undefined
      ? block.number >= Number(filter.fromBlock) && block.number <= Number(filter.toBlock)
      : block.hash === filter.blockHash
  const addresses = new Set((filter.address as string[] | undefined)?.map((one) => one.toLowerCase()))
  const [topics] = filter.topics as [string[]]
  return served
    .filter(isInRange)
    .flatMap((block) =>
      (block.logs ?? [])
        .map((log) => describeLog(tape, block, log))
        .filter((log) => addresses.has(log.address) && topics.includes(log.topics[0] as string)),
    )
}

function describeLog(tape: Tape, block: TapeBlock, { a, t, d, x, i }: TapeLog) {
  const transaction = block.transactions?.find(({ index }) => index === x)
  return {
    address: (tape.addresses[a] as string).toLowerCase(),
    topics: t,
    data: d,
    blockNumber: quantity(block.number),
    blockHash: block.hash,
    transactionHash: transaction?.hash,
    transactionIndex: quantity(x),
    logIndex: quantity(i),
    removed: false,
  }
}

function quantity(value: number): string {
  return `0x${value.toString(16)}`
}
