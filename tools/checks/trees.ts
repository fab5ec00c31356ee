// Every external function of the cores has a tree, and every leaf of a tree has the test that is named after it. The
// rule is in contracts/names/trees/README.md.
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Pins } from './pins.ts'
import { findTreeFaults } from './trees/find-faults.ts'

const cores: Record<string, string> = { names: 'Names', balances: 'Balances', grants: 'Grants' }
const others = globSync('contracts/*/trees').map((path) => path.split('/')[1] ?? '')

let trees = 0
const faults = [...new Set([...Object.keys(cores), ...others])].flatMap((name) => {
  const files = globSync(`contracts/${name}/trees/*.tree`).sort()
  trees += files.length
  return findTreeFaults({
    name,
    functions: functionsOf(cores[name]),
    trees: Object.fromEntries(files.map((path) => [basename(path, '.tree'), readFileSync(path, 'utf8')])),
    tests: globSync(`contracts/${name}/test/*.t.sol`).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bfunction ((?:test|invariant)\w+)\s*\(/g)].map(
        ([, test = '']) => test,
      ),
    ),
  })
})
for (const fault of faults) console.error(fault)
console.log(`${trees} trees, ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1

/** The pins name every function of the ABI, and are checked against it. */
function functionsOf(core: string | undefined): string[] {
  if (core === undefined) return []
  const { functions } = JSON.parse(readFileSync(`contracts/pins/${core}.json`, 'utf8')) as Pins
  return [...new Set(Object.keys(functions).map((text) => /^function (\w+)/.exec(text)?.[1] ?? text))]
}
