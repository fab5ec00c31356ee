import { type AstNode, isNode, walk } from '../solidity/ast.ts'
import type { CompiledContract, CompiledSources, ParsedSources } from '../solidity/compile.ts'
import type { Artifact } from './edr.ts'

/** A test contract. `embeds` are the files of the core whose code it holds itself, so that a mutant changes it too. */
export type Suite = { id: Artifact['id']; embeds: string[] }

/** Finds the test contracts of a compilation; `files` are those of the core. */
export function findSuites(
  parsed: ParsedSources,
  contracts: CompiledSources,
  artifacts: readonly Artifact[],
  files: readonly string[],
): Suite[] {
  const creations = findCreations(parsed)
  const pathOf = new Map(Object.entries(parsed).map(([path, { id }]) => [id, path]))
  return artifacts.filter(isSuite).map(({ id }) => {
    const reached = reachableFrom(`${id.source}:${id.name}`, creations)
    const used = reached.flatMap((name) => filesIn(contractOf(contracts, name)))
    const embeds = [...new Set(used.map((index) => pathOf.get(index) ?? ''))]
    return { id, embeds: embeds.filter((path) => files.includes(path)) }
  })
}

function isSuite({ id, contract }: Artifact): boolean {
  const abi = JSON.parse(contract.abi) as { type: string; name?: string }[]
  const tests = abi.some(({ type, name }) => type === 'function' && /^(test|invariant)/.test(name ?? ''))
  return id.source.endsWith('.t.sol') && contract.bytecode !== '0x' && tests
}

/** `path:Contract` → those that it creates with `new`. */
function findCreations(parsed: ParsedSources): Map<string, string[]> {
  const nameOf = new Map<number, string>()
  const created = new Map<string, number[]>()
  for (const [path, { ast }] of Object.entries(parsed)) {
    if (!isNode(ast)) continue
    walk(ast, (node: AstNode) => {
      if (node.nodeType !== 'ContractDefinition') return
      const name = `${path}:${node['name']}`
      nameOf.set(node.id, name)
      created.set(name, (node['contractDependencies'] as number[] | undefined) ?? [])
    })
  }
  const names = (ids: number[]) => ids.map((id) => nameOf.get(id)).filter((name) => name !== undefined)
  return new Map([...created].map(([name, ids]) => [name, names(ids)]))
}

function reachableFrom(start: string, creations: ReadonlyMap<string, string[]>): string[] {
  const reached = new Set([start])
  for (const name of reached) for (const created of creations.get(name) ?? []) reached.add(created)
  return [...reached]
}

function contractOf(contracts: CompiledSources, name: string): CompiledContract | undefined {
  const split = name.lastIndexOf(':')
  return contracts[name.slice(0, split)]?.[name.slice(split + 1)]
}

/** The sources that the code of a contract comes from: the third number of each entry of its source maps. */
function filesIn(contract: CompiledContract | undefined): number[] {
  const maps = [contract?.evm.bytecode.sourceMap, contract?.evm.deployedBytecode.sourceMap]
  const entries = maps.flatMap((map) => (map ?? '').split(';'))
  return [...new Set(entries.map((entry) => entry.split(':')[2]))]
    .filter((index) => index !== undefined && index !== '')
    .map(Number)
}
