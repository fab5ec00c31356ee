// Writes docs/errors.md from the catalogue; with --check only compares. Every code must be thrown somewhere.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue, type ErrorCode, SpaceError } from '../../sdk/src/errors/index.ts'

const root = join(import.meta.dirname, '../..')
const path = join(root, 'docs/errors.md')

const sources = globSync(['sdk/src/**/*.ts', 'backends/**/*.ts'], { cwd: root })
  .filter((file) => !file.includes('.test.') && !file.includes('catalogue'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
for (const code of Object.keys(catalogue)) {
  if (sources.some((text) => text.includes(`'${code}'`))) continue
  console.error(`nothing throws ${code}: remove it from the catalogue`)
  process.exitCode = 1
}

/** Shows the field's name where an error would show its value; a fix of its own has no usual text. */
const placeholders = new Proxy(
  {},
  { get: (_, field) => (field === 'fix' ? undefined : `‹${String(field)}›`) },
)

/** The anchor that GitHub gives a heading of letters and spaces. */
const anchorOf = (heading: string) => `#${heading.toLowerCase().replaceAll(' ', '-')}`

const headingOf = (code: string) => code.replaceAll('_', ' ')

for (const code of Object.keys(catalogue) as ErrorCode[]) {
  const { docs } = new SpaceError(code, placeholders as never)
  if (docs.endsWith(`docs/errors.md${anchorOf(headingOf(code))}`)) continue
  console.error(`${code} links to ${docs}, which is not its heading in docs/errors.md`)
  process.exitCode = 1
}

const sections = Object.entries(catalogue).map(([code, entry]) => {
  const { summary, fix, retryable, exitCode, httpStatus } = entry as {
    summary: (data: object) => string
    fix: (data: object) => string
    retryable: boolean
    exitCode: number
    httpStatus: number
  }
  const facts = `exit code ${exitCode} · HTTP ${httpStatus} · ${retryable ? 'may work later' : 'stays until something is changed'}`
  return `## ${headingOf(code)}\n\n\`${code}\` · ${facts}\n\n${summary(placeholders)}\n\n**Fix:** ${fix(placeholders)}\n`
})
const page = `# Errors\n\nWritten from \`sdk/src/errors/catalogue\`. Do not edit.\n\n${sections.join('\n')}`

if (!process.argv.includes('--check')) writeFileSync(path, page)
else if (readFileSync(path, 'utf8') !== page) {
  console.error('docs/errors.md is out of date: run "node tools/checks/errors-page.ts"')
  process.exitCode = 1
}
