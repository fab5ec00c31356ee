// Asserts that the Solidity tests reach every statement of what is deployed:
//   node scripts/ci/coverage.ts LCOV
// The test runner counts statements and marks a line when it reached all that begin there. What is a branch without a
// statement of its own (a missing else, `? :`, `&&`) is covered by the mutants of conditions, tools/mutate.
import { globSync, readFileSync } from 'node:fs'

/** What need not be covered, and why. */
export const excluded: readonly { pattern: RegExp; reason: string }[] = [
  { pattern: /\.t\.sol$/, reason: 'the tests themselves' },
  { pattern: /^contracts\/mocks\//, reason: 'mocks that are never deployed' },
  { pattern: /^contracts\/interfaces\//, reason: 'no code' },
  {
    pattern: /^contracts\/(lens|adapters\/AttestationAdapter)/,
    reason: 'tested in test/contracts, against the real Grants, Balances and EAS',
  },
]

/** Path → line → how often it ran. */
export type Coverage = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Reads lcov's records of lines. */
export function parseLcov(text: string): Coverage {
  const coverage = new Map<string, Map<number, number>>()
  let lines = new Map<number, number>()
  for (const row of text.split('\n')) {
    const [, key, value = ''] = /^(SF|DA):(.+)$/.exec(row) ?? []
    if (key === 'SF') {
      lines = new Map()
      coverage.set(value, lines)
    } else if (key === 'DA') {
      const [line = 0, count = 0] = value.split(',').map(Number)
      lines.set(line, count)
    }
  }
  return coverage
}

/** Lines that no test reaches, and files with code that no test loads. */
export function findUncovered(files: Readonly<Record<string, string>>, coverage: Coverage): string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    if (excluded.some(({ pattern }) => pattern.test(path))) return []
    const lines = coverage.get(path)
    if (lines === undefined) return /\bfunction\b[^;{]*\{/.test(text) ? [`${path}: no test loads it`] : []
    return [...lines]
      .filter(([, count]) => count === 0)
      .map(([line]) => `${path}:${line}: no test reaches it`)
  })
}

function main([lcov = '']: string[]): void {
  const files = globSync('contracts/**/*.sol').sort()
  const sources = Object.fromEntries(files.map((path) => [path, readFileSync(path, 'utf8')]))
  const faults = findUncovered(sources, parseLcov(readFileSync(lcov, 'utf8')))
  for (const { pattern, reason } of excluded) console.log(`left out: ${pattern.source} (${reason})`)
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} coverage: ${faults.length} lines are not reached`)
  for (const fault of faults) console.log(`     ${fault}`)
  process.exitCode = faults.length === 0 ? 0 : 1
}

if (import.meta.main) main(process.argv.slice(2))
