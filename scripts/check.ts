// Runs every static check and prints how long each took. Names as arguments run only those.
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`

const checks: Record<string, string[]> = {
  types: ['tsc', '-p', 'tsconfig.json'],
  lint: ['biome', 'check', '--error-on-warnings', '.'],
  'lint-solidity': ['solhint', '--max-warnings', '0', 'contracts/**/*.sol'],
  'format-solidity': ['prettier', '--check', 'contracts/**/*.sol', 'test/halmos/*.sol'],
  layers: [
    'depcruise',
    '--config',
    '.dependency-cruiser.mjs',
    'sdk/src',
    'indexer/src',
    'scripts',
    'test',
    'deploy',
  ],
  'dead-code': ['knip'],
  sizes: ['node', 'scripts/check/file-sizes.ts'],
  docs: ['node', 'scripts/check/docs.ts'],
  bundle: ['node', 'scripts/check/bundle.ts'],
  'errors-page': ['node', 'scripts/check/errors-page.ts', '--check'],
  generated: ['node', 'scripts/generate.ts', '--check'],
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in checks))
if (unknown.length > 0) {
  console.error(`unknown check: ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}`)
  process.exit(2)
}

let failed = 0
for (const [name, [command, ...args]] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const started = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command as string, args, {
    cwd: root,
    env: { ...process.env, PATH },
    encoding: 'utf8',
  })
  const ok = status === 0
  if (!ok) failed++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} ${Math.round(performance.now() - started)} ms`)
  if (!ok) console.log(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`)
}
process.exitCode = failed > 0 ? 1 : 0
