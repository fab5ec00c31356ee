/**
 * Our indexer against Ponder on PGlite: the same events of one local chain, 25,000 unless told otherwise, an equal
 * handler, in turn, in one run. Installs Ponder and anvil beside this file on first use; ours comes from this repository:
 *
 *     npm run --prefix bench/indexer start [-- rounds [blocks of 100 events]]
 *
 * Each round launches each indexer on an empty database and stops it when everything can be queried. Ours keeps
 * the history of every entity, Ponder the last state.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { median, printTable } from '../storage/measure.ts'
import { perBlock, startPaymentChain } from './chain.ts'
import { type AccountRow, type Figures, runSystem } from './run-system.ts'
import { ours, ponder } from './systems.ts'

const [rounds = 3, blocks = 250] = process.argv.slice(2).map(Number)
const eventCount = blocks * perBlock
/** Ponder takes the last 30 blocks for unsafe and gets them one by one when all others are indexed. */
const backfillCount = eventCount - 30 * perBlock
const here = import.meta.dirname

// npm writes this file last: an installation that was broken off is done again. `npm ci` refuses a lock that lacks
// packages of other platforms, and not every registry has them. The packages' scripts are not needed.
if (!existsSync(join(here, 'node_modules', '.package-lock.json'))) {
  const given = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']
  execFileSync('npm', given, { cwd: here, stdio: 'inherit' })
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function checkEqual(a: readonly AccountRow[], b: readonly AccountRow[]): void {
  // Fewer payments may leave some of the 1,000 accounts out.
  if (a.length !== b.length || a.length < (blocks < 250 ? 1 : 1_000))
    throw new Error(`there are ${a.length} and ${b.length} accounts`)
  const different = a.filter((row, i) => !isDeepStrictEqual(row, b[i]))
  if (different.length > 0) throw new Error(`${different.length} accounts differ, first ${different[0]?.id}`)
}

const work = temporaryFolder()
const chain = await startPaymentChain(blocks)
try {
  const systems = { ours: ours(chain, work), ponder: ponder(chain, work) }
  const figures: Record<keyof typeof systems, Figures[]> = { ours: [], ponder: [] }
  for (let round = 0; round < rounds; round++) {
    const run = async (name: keyof typeof systems) => {
      const measured = await runSystem(systems[name], await findFreePort(), [backfillCount, eventCount])
      figures[name].push(measured)
      return measured.accounts
    }
    checkEqual(await run('ours'), await run('ponder'))
  }
  const row = (title: string, unit: string, bar: string, value: (figures: Figures) => number) => {
    const mine = median(figures.ours.map(value))
    const theirs = median(figures.ponder.map(value))
    const shown = [mine, theirs].map((number) => `${number.toFixed(unit === 'MB' ? 0 : 1)} ${unit}`)
    return [title, ...shown, `${(theirs / mine).toFixed(1)}x`, `${(mine / theirs).toFixed(2)}x`, bar]
  }
  console.log(`${eventCount} events in ${eventCount / perBlock} blocks; medians of ${rounds} rounds in turn`)
  console.log('all accounts are equal in both after each round')
  printTable([
    ['', 'ours', 'Ponder, PGlite', 'better', 'ours / Ponder', 'bar'],
    row(`launch until ${backfillCount} (Ponder's backfill)`, 's', '>= 2x', ({ secondsUntil: [s = 0] }) => s),
    row('launch until all can be queried', 's', '<= 0.2x', ({ secondsUntil: [, s = 0] }) => s),
    row('CPU of the whole run', 's', '>= 8x', ({ cpuSeconds }) => cpuSeconds),
    row('peak memory', 'MB', '', ({ maxRssBytes }) => maxRssBytes / 1e6),
  ])
} finally {
  await chain.close()
}
