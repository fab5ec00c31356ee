// Runs every static check, as many at once as there are cores, and prints how long each took. Names as arguments run
// only those, `--quick` all but those that pack.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`

/** Folders whose imports are checked; some of them come later. */
const folders = [
  ...['sdk/src', 'indexer/src', 'deploy', 'devnet', 'backends', 'apps'],
  ...['examples', 'scripts', 'tools', 'test', 'bench'],
].filter((folder) => existsSync(join(root, folder)))

const checks: Record<string, string[]> = {
  types: ['tsc', '-p', 'tsconfig.json'],
  lint: ['biome', 'check', '--error-on-warnings', '.'],
  'lint-solidity': ['solhint', '--max-warnings', '0', 'contracts/**/*.sol'],
  'format-solidity': ['prettier', '--check', 'contracts/**/*.sol', 'test/halmos/*.sol'],
  layers: ['depcruise', '--config', '.dependency-cruiser.mjs', ...folders],
  'dead-code': ['knip'],
  sizes: ['node', 'tools/checks/file-sizes.ts'],
  docs: ['node', 'tools/checks/docs.ts'],
  api: ['node', 'tools/api.ts', '--check'],
  bundle: ['node', 'tools/checks/bundle.ts'],
  'errors-page': ['node', 'tools/checks/errors-page.ts', '--check'],
  packages: ['node', 'tools/checks/packages.ts'],
  modules: ['node', 'tools/checks/modules.ts'],
  words: ['node', 'tools/checks/words.ts'],
  glossary: ['node', 'tools/checks/glossary.ts'],
  where: ['node', 'tools/checks/where.ts'],
  descriptors: ['node', 'tools/checks/descriptors.ts'],
  trees: ['node', 'tools/checks/trees.ts'],
  generated: ['node', 'scripts/generate.ts', '--check'],
}

/** Packing everything takes as long as half of the other checks; CI does it. */
const slow = ['packages']

const [first, ...others] = process.argv.slice(2)
const wanted =
  first === '--quick'
    ? Object.keys(checks).filter((name) => !slow.includes(name))
    : [first ?? [], ...others].flat()
const unknown = wanted.filter((name) => !(name in checks))
if (unknown.length > 0) {
  console.error(`unknown check: ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}`)
  process.exit(2)
}

const waiting = Object.entries(checks).filter(([name]) => wanted.length === 0 || wanted.includes(name))
await Promise.all(Array.from({ length: availableParallelism() }, runWaiting))

async function runWaiting(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, command] = next
    const started = performance.now()
    const { ok, output } = await run(command)
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} ${Math.round(performance.now() - started)} ms`)
    if (ok) continue
    console.log(output)
    process.exitCode = 1
  }
}

function run([command, ...args]: string[]): Promise<{ ok: boolean; output: string }> {
  const options = { cwd: root, env: { ...process.env, PATH }, maxBuffer: Number.POSITIVE_INFINITY }
  return new Promise((resolve) => {
    execFile(command as string, args, options, (error, stdout, stderr) => {
      const ok = error === null
      resolve({ ok, output: `${stdout}${stderr}${ok || error.code !== 'ENOENT' ? '' : error.message}` })
    })
  })
}
