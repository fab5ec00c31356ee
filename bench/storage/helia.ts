/**
 * The pack store, plain and sealed, against Helia on FsBlockstore, in one run. Installs Helia beside this
 * file on first use:
 *
 *     npm run --prefix bench/storage helia [-- rounds [MiB of the file [small files]]]
 *
 * Each round is a fresh process. Helia's blocks are not synced to disk; ours are, and that time counts.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../test/support/random.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { median, printTable } from './measure.ts'

type Figures = { write: number; read: number; readBytes: number; small: number; peakRssBytes: number }

const [rounds = 5, largeMiB = 256, smallCount = 10_000] = process.argv.slice(2).map(Number)
const largeBytes = largeMiB * 2 ** 20
const random = createRandom('bench')
const here = import.meta.dirname
const runners = {
  helia: join(here, 'run-helia.mjs'),
  pack: join(here, 'run-pack.ts'),
  sealed: join(here, 'run-sealed.ts'),
}

// npm writes this file last: an installation that was broken off is done again.
if (!existsSync(join(here, 'node_modules', '.package-lock.json'))) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' })
}

const root = temporaryFolder()
const largeFile = join(root, 'large')
const smallDirectory = join(root, 'small')

function makeSources(): void {
  const fd = openSync(largeFile, 'w')
  for (let at = 0; at < largeBytes; at += 65_536) writeSync(fd, random.bytes(65_536))
  closeSync(fd)
  mkdirSync(smallDirectory)
  for (let i = 0; i < smallCount; i++) writeFileSync(join(smallDirectory, String(i)), random.bytes(4096))
}

function run(runner: string): Figures {
  const directory = join(root, 'store')
  const given = [runner, directory, largeFile, smallDirectory, String(smallCount)]
  const output = execFileSync(process.execPath, given, { encoding: 'utf8' })
  rmSync(directory, { recursive: true })
  const figures = JSON.parse(output) as Figures
  if (figures.readBytes !== largeBytes) throw new Error(`${runner} read ${figures.readBytes} bytes back`)
  return figures
}

makeSources()
const figures: Record<keyof typeof runners, Figures[]> = { helia: [], pack: [], sealed: [] }
for (let round = 0; round < rounds; round++) {
  for (const name of ['helia', 'pack', 'sealed'] as const) figures[name].push(run(runners[name]))
}
const row = (title: string, rate: (figures: Figures) => number, unit: string) => {
  const [helia, pack, sealed] = (['helia', 'pack', 'sealed'] as const).map((name) =>
    median(figures[name].map(rate)),
  ) as [number, number, number]
  const values = [helia, pack, sealed].map((value) => `${value.toFixed(0)} ${unit}`)
  const ratios = [pack, sealed].map((value) => `${(value / helia).toFixed(2)}x`)
  return [title, ...values, ...ratios]
}
console.log(
  `${largeMiB} MiB in one file, and ${smallCount} files of 4 KiB; medians of ${rounds} interleaved rounds`,
)
printTable([
  ['', 'Helia, plain', 'pack, plain', 'pack, sealed', 'plain', 'sealed'],
  row('write', ({ write }) => largeBytes / 1e6 / write, 'MB/s'),
  row('read back', ({ read }) => largeBytes / 1e6 / read, 'MB/s'),
  row('small files', ({ small }) => smallCount / small, '/s'),
  row('peak memory', ({ peakRssBytes }) => peakRssBytes / 1e6, 'MB'),
])
