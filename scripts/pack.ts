// Packs this repository's packages for npm, or those that are named with what they depend on, and prints one line
// `NAME TARBALL` for each.
//   node scripts/pack.ts [--to FOLDER] [NAME…]
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from './build/build-all.ts'
import { buildContractsPackage } from './build/build-contracts-package.ts'
import { buildPackage } from './build/build-package.ts'
import { listPackages } from './build/list-packages.ts'
import { packFolder } from './build/pack-folder.ts'

const root = resolve(import.meta.dirname, '..')
const contracts = '@space/contracts'
const { values, positionals } = parseArgs({ allowPositionals: true, options: { to: { type: 'string' } } })
const destination = resolve(values.to ?? join(root, 'cache/packages'))
const packages = listPackages()
const known = [contracts, ...packages.map(({ manifest }) => manifest.name)]
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`unknown package: ${unknown.join(', ')}. There are: ${known.join(', ')}`)
  process.exit(2)
}

const wanted = withDependencies(positionals.length === 0 ? known : positionals)
mkdirSync(destination, { recursive: true })
await buildAll((line) => console.error(`build: ${line}`))
if (wanted.has(contracts)) print(contracts, buildContractsPackage())
for (const next of packages) {
  if (wanted.has(next.manifest.name)) print(next.manifest.name, await buildPackage(next))
}

function print(name: string, folder: string): void {
  console.log(`${name} ${packFolder(folder, destination)}`)
}

/** A package is compiled against the built types of those that it depends on. */
function withDependencies(names: readonly string[]): Set<string> {
  const found = new Set(names)
  for (const { manifest } of packages.toReversed()) {
    if (!found.has(manifest.name)) continue
    for (const name of Object.keys(manifest.dependencies ?? {})) if (known.includes(name)) found.add(name)
  }
  return found
}
