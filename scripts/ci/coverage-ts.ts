// Asserts that the unit and integration tests reach enough lines of each package's TypeScript. Node writes what its
// processes ran into the folder SPACE_V8_COVERAGE; c8 adds it up. Only lines that hold code count: comments, blank lines
// and types would raise the share without a test.
//   npm run test:coverage
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Report } from 'c8'
import { findCodeLines } from './code-lines.ts'

/** The least share of lines, in percent. */
const bar = 90
const packages = ['sdk', 'indexer']
/** Tests and their helpers, and what a program writes. */
const left = [
  '**/*.test.ts',
  '{sdk,indexer}/src/*/testing/**',
  'indexer/src/testing/**',
  'sdk/src/contracts/**',
]

/** What c8 writes of a file: a statement for each line, and how often it ran. */
type FileCoverage = { statementMap: Record<string, { start: { line: number } }>; s: Record<string, number> }

const folder = process.env['SPACE_V8_COVERAGE']
if (folder === undefined) {
  console.error('FAIL coverage-ts: run "npm run test:coverage", or .ci/run, which measure while they test')
  process.exit(1)
}
for (const name of packages) {
  const sources = globSync(`${name}/src/**/*.ts`, { exclude: left }).sort()
  const counts = await countLines(`${name}/src/**/*.ts`, folder)
  let total = 0
  let covered = 0
  for (const path of sources) {
    const lines = findCodeLines(stripTypeScriptTypes(readFileSync(path, 'utf8')))
    const reached = lines.filter((line) => (counts.get(path)?.get(line) ?? 0) > 0)
    total += lines.length
    covered += reached.length
    if (reached.length < (lines.length * bar) / 100)
      console.log(`     ${path}: ${reached.length} of ${lines.length} lines`)
  }
  const percent = (100 * covered) / total
  console.log(
    `${percent >= bar ? 'ok  ' : 'FAIL'} ${name}: ${percent.toFixed(1)} % of ${total} lines, ${bar} % are wanted`,
  )
  if (percent < bar) process.exitCode = 1
}

/** Path → line → how often it ran; files that no process loaded are not in it. */
async function countLines(include: string, tempDirectory: string): Promise<Map<string, Map<number, number>>> {
  const reports = mkdtempSync(join(tmpdir(), 'space-coverage-report-'))
  try {
    const options = {
      include: [include],
      exclude: left,
      extension: ['.ts'],
      reporter: ['json'],
      reportsDirectory: reports,
      tempDirectory,
      resolve: '',
      omitRelative: true,
      mergeAsync: true,
    }
    await new Report(options).run()
    const files = JSON.parse(readFileSync(join(reports, 'coverage-final.json'), 'utf8')) as Record<
      string,
      FileCoverage
    >
    return new Map(
      Object.entries(files).map(([path, { statementMap, s }]) => [
        relative('.', path),
        new Map(Object.entries(statementMap).map(([id, { start }]) => [start.line, s[id] ?? 0])),
      ]),
    )
  } finally {
    rmSync(reports, { recursive: true })
  }
}
