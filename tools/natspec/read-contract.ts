import { readFile } from 'node:fs/promises'
import {
  type EventFragment,
  type Fragment,
  type FunctionFragment,
  Interface,
  type JsonFragment,
} from 'ethers'
import hre from 'hardhat'
import { type Comment, parseComment } from './parse-comment.ts'

/** A function, event or error of a contract with what its NatSpec says. */
export type Documented<T extends Fragment = Fragment> = { fragment: T; comment: Comment }

/** A contract as its users see it: the ABI with the NatSpec of its interfaces. */
export type ContractDocs = {
  name: string
  /** Path of its source. */
  path: string
  /** Comments of the interfaces that it implements, with their names, most basic first; without any, its own. */
  interfaces: readonly { name: string; comment: Comment }[]
  functions: readonly Documented<FunctionFragment>[]
  events: readonly Documented<EventFragment>[]
  errors: readonly Documented[]
}

type AstNode = {
  nodeType: string
  id?: number
  name?: string
  src: string
  nodes?: AstNode[]
  contractKind?: string
  linearizedBaseContracts?: number[]
  documentation?: { src: string; text: string }
  functionSelector?: string
  eventSelector?: string
  errorSelector?: string
}
type Source = { path: string; ast: AstNode; content: Buffer }

const NO_COMMENT = parseComment('')

/** Reads what the compiler left of a contract. It must be built. */
export async function readContract(name: string): Promise<ContractDocs> {
  const sources = await readSources(name)
  const comments = new Map<string, Comment>()
  const contracts = new Map<number, { node: AstNode; source: Source }>()
  for (const source of sources) {
    for (const node of source.ast.nodes ?? []) {
      if (node.nodeType === 'ContractDefinition') contracts.set(node.id as number, { node, source })
      for (const item of [node, ...(node.nodes ?? [])]) indexComment(item, source, comments)
    }
  }

  const { abi, sourceName } = await hre.artifacts.readArtifact(name)
  const { fragments } = new Interface(abi as JsonFragment[])
  const documented = <T extends Fragment>(kind: string, key: (fragment: T) => string): Documented<T>[] =>
    fragments
      .filter((fragment): fragment is T => fragment.type === kind)
      .map((fragment) => ({ fragment, comment: comments.get(key(fragment)) ?? NO_COMMENT }))
  const core = [...contracts.values()].find(({ node }) => node.name === name)?.node
  const bases = (core?.linearizedBaseContracts ?? [])
    .map((id) => contracts.get(id) as { node: AstNode; source: Source })
    .filter(({ source }) => source.path.startsWith('project/'))
  const interfaces = bases.filter(({ node }) => node.contractKind === 'interface')
  const described = interfaces.length > 0 ? interfaces : bases.slice(0, 1)
  return {
    name,
    path: sourceName,
    interfaces: described
      .map(({ node, source }) => ({ name: node.name as string, comment: commentOf(node, source) }))
      .reverse(),
    functions: documented<FunctionFragment>('function', (fragment) => fragment.selector),
    events: documented<EventFragment>('event', (fragment) => fragment.topicHash),
    errors: documented('error', (fragment) => (fragment as Fragment & { selector: string }).selector),
  }
}

async function readSources(name: string): Promise<Source[]> {
  const id = await hre.artifacts.getBuildInfoId(name)
  if (id === undefined) throw new Error(`${name} is not built`)
  const read = async (path: string | undefined) => JSON.parse(await readFile(path as string, 'utf8'))
  const { input } = await read(await hre.artifacts.getBuildInfoPath(id))
  const { output } = await read(await hre.artifacts.getBuildInfoOutputPath(id))
  return Object.entries(output.sources as Record<string, { ast: AstNode }>).map(([path, { ast }]) => ({
    path,
    ast,
    content: Buffer.from(input.sources[path].content),
  }))
}

/** Notes a comment by the selector of what it describes; one that only points elsewhere does not count. */
function indexComment(node: AstNode, source: Source, comments: Map<string, Comment>): void {
  const selector = node.functionSelector ?? node.eventSelector ?? node.errorSelector
  if (selector === undefined || node.documentation === undefined) return
  if (node.documentation.text.includes('@inheritdoc')) return
  // The interfaces of the project come last in the order of paths and are the ones that are meant.
  comments.set(`0x${selector}`, commentOf(node, source))
}

/** From the source itself: the compiler drops the empty lines of a comment. */
function commentOf(node: AstNode, source: Source): Comment {
  if (node.documentation === undefined) return NO_COMMENT
  const [start = 0, length = 0] = node.documentation.src.split(':').map(Number)
  return parseComment(source.content.subarray(start, start + length).toString())
}
