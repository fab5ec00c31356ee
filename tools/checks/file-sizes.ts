// Files stay small enough to be read in one go: nothing over 500 lines (Solidity 450), half under 100,
// nine in ten under 250. Generated files are exempt.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const generated = /(^|\/)(typechain|generated|build|dist|artifacts|abi)\//
const limits = [
  { pattern: /\.(ts|mjs|py)$/, maximum: 500 },
  { pattern: /\.sol$/, maximum: 450 },
]

type Measured = { path: string; lines: number }

function measure(): Measured[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n')
    .filter(
      (path) => limits.some(({ pattern }) => pattern.test(path)) && !generated.test(path) && existsSync(path),
    )
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
}

const measured = measure()
const tooLong = measured.filter(({ path, lines }) =>
  limits.some(({ pattern, maximum }) => pattern.test(path) && lines > maximum),
)
for (const { path, lines } of tooLong) console.error(`${path} has ${lines} lines: split it`)

const sources = measured.filter(({ path }) => !/\.test\.ts$|\.t\.sol$/.test(path))
const share = (below: number) => sources.filter(({ lines }) => lines <= below).length / sources.length
const shares = { 'at most 100 lines': [share(100), 0.5], 'at most 250 lines': [share(250), 0.9] } as const
let failed = tooLong.length > 0
for (const [name, [actual, wanted]] of Object.entries(shares)) {
  if (actual >= wanted) continue
  failed = true
  console.error(
    `only ${Math.round(actual * 100)} % of the source files have ${name}; ${wanted * 100} % should`,
  )
}
console.log(`${sources.length} source files, ${Math.round(share(100) * 100)} % of them at most 100 lines`)
process.exitCode = failed ? 1 : 0
