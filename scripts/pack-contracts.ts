// Packs what other projects take from the contracts for npm: interfaces, the access gate and ABIs, no implementation.
// The last line is the tarball's path.
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { buildAll } from './build/build-all.ts'
import { packFolder } from './build/pack-folder.ts'

const root = resolve(import.meta.dirname, '..')
const contracts = join(root, 'contracts')
const dist = join(root, 'cache', 'contracts-package')
/** Solidity sources that are published. Nothing in them is newer than this compiler, so that others may use theirs. */
const sources = ['interfaces/*.sol', 'adapters/interfaces/*.sol', 'access/AccessGate.sol']
const oldestCompiler = '^0.8.24'
const abis = ['names/Names', 'balances/Balances', 'grants/Grants', 'lens/Lens', 'interfaces/IGroupAdapter']

await buildAll((line) => console.error(`build: ${line}`))
rmSync(dist, { recursive: true, force: true })
for (const path of globSync(sources, { cwd: contracts })) {
  const text = readFileSync(join(contracts, path), 'utf8')
  write(path, text.replace(/^pragma solidity .*;$/m, `pragma solidity ${oldestCompiler};`))
}
for (const path of abis) {
  const name = path.slice(path.indexOf('/') + 1)
  const artifact = readFileSync(join(root, 'artifacts/contracts', `${path}.sol`, `${name}.json`), 'utf8')
  write(`abi/${name}.json`, `${JSON.stringify(JSON.parse(artifact).abi, undefined, 2)}\n`)
}
for (const path of ['package.json', 'README.md']) copyFileSync(join(contracts, path), join(dist, path))
copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'))
console.log(packFolder(dist, contracts))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dist, path)), { recursive: true })
  writeFileSync(join(dist, path), text)
}
