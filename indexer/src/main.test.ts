import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startIndexer } from './start-indexer.ts'
import { buildLedger } from './testing/build-ledger.ts'
import { MockChain } from './testing/mock-chain.ts'
import { MockNode } from './testing/mock-node.ts'
import { queryEverything } from './testing/query.ts'
import { randomLogs, randomNumbers } from './testing/random-logs.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const buildDir = buildLedger()
const children = new Set<ChildProcess>()
after(() => {
  for (const child of children) child.kill('SIGKILL')
})

type Line = { readonly type: string; readonly url?: string; readonly head?: number }

/** The command as a child process, with its lines as they come. */
function run(parameters: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const nextLine = async (isWanted: (line: Line) => boolean): Promise<Line> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`the indexer ended: ${stderr}`)
      const line = JSON.parse(value) as Line
      if (isWanted(line)) return line
    }
  }
  return { child, exit, nextLine, stderr: () => stderr }
}

test('prints where it listens and how far it is, and stops on SIGTERM', async () => {
  const chain = new MockChain()
  for (let i = 0; i < 5; i++) chain.mine([])
  const node = await MockNode.start(chain)
  const db = join(temporaryFolder(), 'index.sqlite')
  const command = run(['--build', buildDir, '--rpc', node.url, '--db', db, '--port', '0', '--name', 'ledger'])
  const listening = await command.nextLine(() => true)
  assert.equal(listening.type, 'listening')
  assert.match(listening.url ?? '', /^http:\/\/127\.0\.0\.1:\d+\/subgraphs\/name\/ledger$/)
  await command.nextLine((line) => line.type === 'progress' && line.head === 5)
  command.child.kill('SIGTERM')
  assert.equal(await command.exit, 0)
  await node.close()
})

test('a wrong command line ends with usage and 2, a wrong build with its reason and 1', async () => {
  for (const [parameters, code, text] of [
    [[], 2, /--build, --rpc \(a URL\) and --db are needed.*Usage/s],
    [['--nonsense'], 2, /--nonsense/],
    [
      ['--build', 'x', '--rpc', 'http://127.0.0.1:1', '--db', 'y', '--port', 'z'],
      2,
      /--port must be a whole number/,
    ],
    [
      ['--build', temporaryFolder(), '--rpc', 'http://127.0.0.1:1', '--db', 'y'],
      1,
      /Cannot read subgraph\.yaml/,
    ],
  ] as const) {
    const command = run(parameters)
    assert.equal(await command.exit, code)
    assert.match(command.stderr(), text)
  }
})

test('killed at random points, with a chain that goes on and turns back, it ends as a fresh index', async () => {
  const random = randomNumbers(3)
  const chain = new MockChain()
  const node = await MockNode.start(chain)
  const mine = (blocks: number) => {
    for (let i = 0; i < blocks; i++) chain.mine(randomLogs(random))
  }
  const db = join(temporaryFolder(), 'index.sqlite')
  mine(40)
  let kills = 0
  for (let round = 0; round < 8; round++) {
    const command = run(['--build', buildDir, '--rpc', node.url, '--db', db, '--port', '0', '--poll', '2'])
    await command.nextLine((line) => line.type === 'listening')
    let answersLeft = random(60)
    node.disturb = () => {
      if (answersLeft-- % 3 === 0) mine(1)
      if (answersLeft === 10) chain.rewind(random(20))
      if (answersLeft === 0) kills += command.child.kill('SIGKILL') ? 1 : 0
    }
    await command.exit
    node.disturb = () => {}
  }
  mine(2)
  const options = { buildDir, rpcUrl: node.url, name: 'ledger' }
  const resumed = await startIndexer({ ...options, dbPath: db })
  const fresh = await startIndexer({ ...options, dbPath: join(temporaryFolder(), 'index.sqlite') })
  await Promise.all([resumed.waitForBlock(chain.latest), fresh.waitForBlock(chain.latest)])
  assert.equal(resumed.head()?.hash, chain.block(chain.latest)?.hash)
  assert.deepEqual(await queryEverything(resumed.url), await queryEverything(fresh.url))
  assert.equal(kills, 8)
  await Promise.all([resumed.close(), fresh.close()])
  await node.close()
})
