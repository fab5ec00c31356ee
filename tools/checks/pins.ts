import { type ErrorFragment, type EventFragment, type FunctionFragment, Interface, id } from 'ethers'
import { isNode, walk } from '../solidity/ast.ts'
import { type AbiEntry, compile, type StorageType, type StorageVariable } from '../solidity/compile.ts'
import { closureOf, readSources } from '../solidity/read-sources.ts'

/** A deployed contract may be this large: two thirds of what EIP-170 allows. */
export const sizeLimitBytes = 16_384

/** What others rely on and no change may move unseen. */
export type Pins = {
  sizeBytes: number
  sizeLimitBytes: number
  /** With mutability and results. */
  functions: Record<string, string>
  errors: Record<string, string>
  /** With what is indexed. */
  events: Record<string, string>
  /** EIP-712 type → its hash. */
  types: Record<string, string>
  /** `slot+offset` → what lies there. */
  storage: Record<string, string>
  /** Structs in storage: `Struct slot+offset` → what lies there. */
  structs: Record<string, string>
}

/** Reads the pins of a core from its sources and its artifact. */
export function readPins(
  core: string,
  artifact: { readonly abi: readonly unknown[]; readonly deployedBytecode: string },
): Pins {
  const entry = `contracts/${core.toLowerCase()}/${core}.sol`
  const sources = closureOf(readSources([entry]), [entry])
  const parsed = compile(sources, {}, { '*': { '': ['ast'] }, [entry]: { [core]: ['storageLayout'] } })
  const layout = parsed.contracts[entry]?.[core]?.storageLayout
  if (layout === undefined) throw new Error(`${entry} has no contract ${core}`)
  return {
    sizeBytes: (artifact.deployedBytecode.length - 2) / 2,
    sizeLimitBytes,
    ...readAbi(artifact.abi as AbiEntry[]),
    types: sortKeys(Object.values(parsed.sources).flatMap(({ ast }) => findTypes(ast))),
    storage: Object.fromEntries(layout.storage.map((variable) => readVariable(variable, layout.types ?? {}))),
    structs: readStructs(layout.types ?? {}),
  }
}

/** The file that holds the pins of a core. */
export function renderPins(pins: Pins): string {
  return `${JSON.stringify(pins, undefined, 2)}\n`
}

/** What is wrong with the sizes. */
export function findOversized(pins: readonly (readonly [string, Pins])[]): string[] {
  return pins
    .filter(([, { sizeBytes }]) => sizeBytes > sizeLimitBytes)
    .map(([core, { sizeBytes }]) => `${core} has ${sizeBytes} bytes of code: it may have ${sizeLimitBytes}`)
}

function readAbi(abi: readonly AbiEntry[]): Pick<Pins, 'functions' | 'errors' | 'events'> {
  const { fragments } = new Interface(abi)
  const pick = <Kind>(type: string, pin: (fragment: Kind) => string) =>
    sortKeys(
      fragments
        .filter((fragment) => fragment.type === type)
        .map((fragment) => [fragment.format('minimal'), pin(fragment as Kind)] as const),
    )
  return {
    functions: pick<FunctionFragment>('function', ({ selector }) => selector),
    errors: pick<ErrorFragment>('error', ({ selector }) => selector),
    events: pick<EventFragment>('event', ({ topicHash }) => topicHash),
  }
}

/** The sources write each EIP-712 type as one text, beginning with the name of the struct. */
function findTypes(ast: unknown): (readonly [string, string])[] {
  const types: (readonly [string, string])[] = []
  if (!isNode(ast)) return types
  walk(ast, ({ nodeType, value }) => {
    if (nodeType === 'Literal' && typeof value === 'string' && /^[A-Z]\w*\([\w[\], ]*\)/.test(value))
      types.push([value, id(value)])
  })
  return types
}

function readStructs(types: Record<string, StorageType>): Record<string, string> {
  return sortKeys(
    Object.values(types).flatMap(({ label, members = [] }) =>
      members.map((member) => {
        const [place, what] = readVariable(member, types)
        return [`${label} ${place}`, what] as const
      }),
    ),
  )
}

function readVariable(variable: StorageVariable, types: Record<string, StorageType>): [string, string] {
  const type = types[variable.type]
  return [
    `${variable.slot}+${variable.offset}`,
    `${variable.label}: ${type?.label} (${type?.numberOfBytes} bytes)`,
  ]
}

function sortKeys(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
}
