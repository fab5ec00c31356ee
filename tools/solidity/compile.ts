import { createRequire } from 'node:module'

/** Path → text, as solc names sources. */
export type Sources = Readonly<Record<string, string>>

/** What solc says about one contract, as far as it was asked. */
export type CompiledContract = {
  abi: AbiEntry[]
  /** JSON inside JSON. */
  metadata: string
  evm: {
    bytecode: { object: string; linkReferences: object; sourceMap?: string }
    deployedBytecode: { object: string; linkReferences: object; sourceMap?: string }
    methodIdentifiers: Record<string, string>
  }
  storageLayout: { storage: StorageVariable[]; types: Record<string, StorageType> | null }
}

/** One entry of an ABI. */
export type AbiEntry = { type: string; name?: string; inputs?: AbiInput[] }

/** One parameter of an ABI entry. */
export type AbiInput = { type: string; components?: AbiInput[] }

/** A state variable and where it lies. */
export type StorageVariable = { label: string; slot: string; offset: number; type: string }

/** A type that a layout names. */
export type StorageType = {
  label: string
  numberOfBytes: string
  encoding: string
  key?: string
  value?: string
  members?: StorageVariable[]
}

/** Path → the syntax tree of the file, and the number that source maps give it. */
export type ParsedSources = Record<string, { id: number; ast: unknown }>

/** Path → contract → what was asked for. */
export type CompiledSources = Record<string, Record<string, CompiledContract>>

type SolcOutput = { errors?: SolcMessage[]; sources?: ParsedSources; contracts?: CompiledSources }
type SolcMessage = { severity: string; message: string; formattedMessage: string }

/** Settings of the standard JSON interface. */
export type SolcSettings = Readonly<Record<string, unknown>>

const require = createRequire(import.meta.url)
let solc: { compile(input: string): string } | undefined

/**
 * Compiles with npm's solc in this process. The compiler is kept: the first call pays for loading and warming up.
 *
 * @throws when solc reports an error; its first message is the message.
 */
export function compile(
  sources: Sources,
  settings: SolcSettings,
  outputSelection: Record<string, Record<string, string[]>>,
): { sources: ParsedSources; contracts: CompiledSources } {
  solc ??= require('solc') as { compile(input: string): string }
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
    settings: { ...settings, outputSelection },
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as SolcOutput
  const fault = output.errors?.find(({ severity }) => severity === 'error')
  if (fault !== undefined) throw new CompilationFailed(fault.message, fault.formattedMessage)
  return { sources: output.sources ?? {}, contracts: output.contracts ?? {} }
}

/** The sources do not compile. */
export class CompilationFailed extends Error {
  override readonly name = 'CompilationFailed'
  readonly formatted: string

  constructor(message: string, formatted: string) {
    super(message)
    this.formatted = formatted
  }
}
