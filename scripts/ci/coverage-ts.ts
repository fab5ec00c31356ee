// Asserts that the unit and integration tests reach enough lines of each package's TypeScript. Node writes what its
// processes ran into the folder SPACE_V8_COVERAGE; c8 adds it up.
//   npm run test:coverage
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Report } from 'c8'
import ts from 'typescript'

/** The least share of lines. */
const bar = 90
const packages = ['sdk', 'indexer']
/** Tests and their helpers, and what a program writes. */
const left = [
  '**/*.test.ts',
  '{sdk,indexer}/src/*/testing/**',
  'indexer/src/testing/**',
  'sdk/src/contracts/**',
]

const folder = process.env['SPACE_V8_COVERAGE']
if (folder === undefined) {
  console.error('FAIL coverage-ts: run "npm run test:coverage", or .ci/run, which measure while they test')
  process.exit(1)
}
for (const name of packages) {
  const files = await readCoverage(`${name}/src/**/*.ts`)
  const lost = globSync(`${name}/src/**/*.ts`, { exclude: left }).filter(
    (path) => !files.has(path) && hasCode(path),
  )
  for (const path of lost) console.log(`FAIL ${path}: no test loads it`)
  const lines = [...files.values()]
  const total = lines.reduce((sum, file) => sum + file.total, 0)
  const covered = lines.reduce((sum, file) => sum + file.covered, 0)
  const percent = (100 * covered) / total
  console.log(
    `${percent >= bar ? 'ok  ' : 'FAIL'} ${name}: ${percent.toFixed(1)} % of ${total} lines, ${bar} % are wanted`,
  )
  for (const [path, file] of files) {
    if (file.covered / file.total < bar / 100)
      console.log(`     ${path}: ${file.covered} of ${file.total} lines`)
  }
  if (percent < bar || lost.length > 0) process.exitCode = 1
}

type Lines = { total: number; covered: number }

async function readCoverage(include: string): Promise<Map<string, Lines>> {
  const reports = mkdtempSync(join(tmpdir(), 'space-coverage-report-'))
  try {
    const options = {
      include: [include],
      exclude: left,
      extension: ['.ts'],
      reporter: ['json-summary'],
      reportsDirectory: reports,
      tempDirectory: folder ?? '',
      resolve: '',
      omitRelative: true,
      mergeAsync: true,
    }
    await new Report(options).run()
    const { total: _sum, ...files } = JSON.parse(readFileSync(join(reports, 'coverage-summary.json'), 'utf8'))
    const entries = Object.entries(files as Record<string, { lines: Lines }>)
    return new Map(entries.map(([path, { lines }]) => [path.slice(process.cwd().length + 1), lines]))
  } finally {
    rmSync(reports, { recursive: true })
  }
}

/** Whether anything is left of a file without its types. */
function hasCode(path: string): boolean {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, removeComments: true },
  })
  return outputText.replace(/export \{\};|export \* from .*;|import .*;/g, '').trim() !== ''
}
