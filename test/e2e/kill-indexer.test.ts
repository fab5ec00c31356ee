import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startIndexer } from '@space/indexer'
import fc from 'fast-check'
import { copyBuild } from '../../subgraph/scripts/manifest.mjs'
import { type Chain, startChain } from '../integration/subgraph-chain.ts'
import { operationsOf } from '../integration/subgraph-operations.ts'
import { createRandom, seed } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { dumpIndex } from './support/dump-index.ts'

const rounds = Number(process.env.SPACE_KILLS ?? 5)
/** The moments of the kills vary with the machine all the same. */
const random = createRandom('kill-indexer')
const operationsPerRound = 45
/** An operation is one block at most. */
const deepestReorg = 40

let work: string
let chain: Chain

before(async () => {
  work = temporaryFolder()
  chain = await startChain()
  copyBuild(chain.deployment, work)
})

after(async () => {
  await chain?.close()
})

test(`an index that is killed ${rounds} times, over reorgs, equals a fresh one`, async (t) => {
  const operations = fc.sample(operationsOf(chain), {
    seed,
    numRuns: rounds * (operationsPerRound + 2 * deepestReorg + 5),
  })
  const operate = async (count: number) => {
    for (const next of operations.splice(0, count)) await next()
  }
  let reorgs = 0
  for (let round = 0; round < rounds; round++) {
    const indexer = startIndexerProcess()
    // Some kills hit the start, the others the work.
    if (round % 4 !== 3) await indexer.listening
    const timer = setTimeout(indexer.kill, random.fraction() * 2_000)
    await operate(Math.floor(random.fraction() * operationsPerRound))
    const snapshot = await chain.provider.send('evm_snapshot', [])
    const depth = Math.floor(random.fraction() * (deepestReorg + 1))
    await operate(depth)
    if (random.fraction() < 0.6) {
      await chain.provider.send('evm_revert', [snapshot])
      // Another history of about the same length, so that height alone gives nothing away.
      await operate(depth + 5)
      reorgs += 1
    }
    await indexer.ended
    clearTimeout(timer)
  }
  const survivor = await readIndex('index.sqlite')
  const fresh = await readIndex('fresh.sqlite')
  assert.deepEqual(survivor, fresh)
  const count = Object.values(fresh).reduce((sum, rows) => sum + rows.length, 0)
  t.diagnostic(`${rounds} kills, ${reorgs} reorgs, ${count} entities at block ${await readHeight()}`)
  assert.ok(count > 20 && Object.keys(fresh).length > 10, 'too little happened to prove anything')
})

async function readHeight(): Promise<number> {
  return Number(await chain.provider.send('eth_blockNumber', []))
}

/** Everything that an index file holds once it has caught up. */
async function readIndex(file: string): Promise<Record<string, unknown[]>> {
  const indexer = await startIndexer({
    buildDir: work,
    rpcUrl: chain.rpcUrl,
    dbPath: join(work, file),
    name: 'space',
  })
  try {
    await indexer.waitForBlock(await readHeight())
    return await dumpIndex(indexer.url)
  } finally {
    await indexer.close()
  }
}

function startIndexerProcess() {
  const script = join(import.meta.dirname, '../../indexer/src/main.ts')
  const args = ['--build', work, '--rpc', chain.rpcUrl, '--db', join(work, 'index.sqlite'), '--port', '0']
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const listening = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      if (String(chunk).includes('"listening"')) resolve()
    })
  })
  return { kill: () => child.kill('SIGKILL'), ended, listening: Promise.race([listening, ended]) }
}
