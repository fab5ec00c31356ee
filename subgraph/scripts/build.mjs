// node subgraph/scripts/build.mjs
// `graph codegen` and `graph build` into subgraph/build; skipped while nothing that goes into them has changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { withLock } from './lock.mjs'

const require = createRequire(import.meta.url)
const folder = fileURLToPath(new URL('../', import.meta.url))
const stampFile = join(folder, 'build', 'stamp')
const graph = require.resolve('@graphprotocol/graph-cli/bin/run.js')

const ok = withLock(join(folder, 'build.lock'), build)
process.exitCode = ok ? 0 : 1

function build() {
  const stamp = hashInputs()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    console.log('subgraph: up to date')
    return true
  }
  rmSync(join(folder, 'build'), { recursive: true, force: true })
  const started = performance.now()
  const built =
    run('addresses', [join(folder, 'scripts', 'prepare.mjs')]) &&
    run('codegen', [graph, 'codegen', '--skip-migrations', '--output-dir', 'generated']) &&
    run('build', [graph, 'build', '--skip-migrations', '--output-dir', 'build']) &&
    checkHandlers()
  if (!built) return false
  writeFileSync(stampFile, stamp)
  console.log(`subgraph: built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return true
}

/** Hashes every source and the versions of the two packages that turn them into wasm. */
function hashInputs() {
  const hash = createHash('sha256')
  const sources = ['schema.graphql', 'subgraph.template.yaml', '{src,abis}/**/*.*', 'scripts/build.mjs']
  const files = globSync(sources, { cwd: folder }).sort()
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(folder, file)))
  for (const tool of ['@graphprotocol/graph-cli', '@graphprotocol/graph-ts']) {
    hash.update(`\0${tool}`).update(readFileSync(require.resolve(`${tool}/package.json`)))
  }
  return hash.digest('hex')
}

function run(step, args) {
  console.log(`subgraph: ${step}`)
  const child = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  if (child.status === 0) return true
  console.error(firstError(`${child.stdout}${child.stderr}${child.error ?? ''}`))
  return false
}

/** The first error with its place; the stack traces and hints that the tool adds to it are noise. */
function firstError(output) {
  const lines = stripVTControlCharacters(output).split('\n')
  const compiler = lines.findIndex((line) => line.startsWith('ERROR '))
  if (compiler !== -1) {
    const place = lines.findIndex((line, index) => index > compiler && line.startsWith(' in '))
    return lines.slice(compiler, place + 1 || undefined).join('\n')
  }
  const start = lines.findIndex((line) => line.startsWith('✖'))
  const end = lines.findIndex((line, index) => index > start && /^Error|^\s+at /.test(line))
  return lines
    .slice(Math.max(start, 0), end === -1 ? undefined : end)
    .join('\n')
    .trim()
}

/** `graph build` checks the handlers of the first data source that shares a mapping file, not of the others. */
function checkHandlers() {
  const manifest = readFileSync(join(folder, 'build', 'subgraph.yaml'), 'utf8')
  const exported = new Set()
  for (const wasm of globSync('build/**/*.wasm', { cwd: folder })) {
    const module = new WebAssembly.Module(readFileSync(join(folder, wasm)))
    for (const { name } of WebAssembly.Module.exports(module)) exported.add(name)
  }
  const handlers = [...manifest.matchAll(/^ +handler: (\w+)$/gm)].map((match) => match[1])
  const missing = handlers.filter((handler) => !exported.has(handler))
  if (missing.length === 0) return true
  console.error(`The mappings do not export the handlers ${missing.join(', ')} of subgraph.template.yaml.`)
  return false
}
