import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const contracts = join(root, 'contracts')
const dist = join(root, 'cache/contracts-package')
/** Solidity sources that are published. Nothing in them is newer than this compiler, so that others may use theirs. */
const sources = ['interfaces/*.sol', 'adapters/interfaces/*.sol', 'access/AccessGate.sol']
const oldestCompiler = '^0.8.24'
const abis = ['names/Names', 'balances/Balances', 'grants/Grants', 'lens/Lens', 'interfaces/IGroupAdapter']

/**
 * Puts together what other projects take from the contracts: interfaces, the access gate and ABIs, no implementation.
 * The contracts must be compiled. Returns the folder that is packed.
 */
export function buildContractsPackage(): string {
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
  return dist
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dist, path)), { recursive: true })
  writeFileSync(join(dist, path), text)
}
