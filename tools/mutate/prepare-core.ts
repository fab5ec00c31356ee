import { existsSync, globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { solcVersion } from '../../scripts/build/solidity-settings.ts'
import {
  CompilationFailed,
  type CompiledContract,
  compile,
  type SolcSettings,
  type Sources,
} from '../solidity/compile.ts'
import { closureOf, readSources } from '../solidity/read-sources.ts'
import type { Artifact } from './edr.ts'
import { fastProfiles, testProfiles } from './profiles.ts'
import { findSuites, type Suite } from './suites.ts'
import { unlinkTests } from './unlink-tests.ts'

/** The contracts whose tests are tested. */
export const cores = ['Names', 'Balances', 'Grants'] as const

/** One of them. */
export type Core = (typeof cores)[number]

/** A core and its tests, compiled once. */
export type PreparedCore = {
  core: Core
  /** The file of the contract. */
  entry: string
  sources: Sources
  /** The files that the core is made of, interfaces and packages aside. */
  files: string[]
  profile: SolcSettings
  testProfile: SolcSettings
  /** Everything that the tests can ask for; the core itself comes last. */
  artifacts: Artifact[]
  suites: Suite[]
}

const root = join(import.meta.dirname, '../..')
const wanted = ['abi', 'evm.bytecode', 'evm.deployedBytecode']

/** Reads and compiles a core with the tests in some files, or with all of its tests. */
export function prepareCore(core: Core, tests: readonly string[] = findTests(core)): PreparedCore {
  const entry = entryOf(core)
  const read = readSources([entry, ...tests])
  const files = Object.keys(closureOf(read, [entry])).filter(isPartOfCore)
  const sources = unlinkTests(read, core, entry)

  const [profile, coreArtifact] = firstThatCompiles(fastProfiles, (settings) =>
    compileCore(sources, core, entry, settings),
  )
  const others = Object.keys(read).filter((path) => path !== entry)
  const [testProfile, output] = firstThatCompiles(testProfiles, (settings) =>
    compile(sources, settings, Object.fromEntries(others.map((path) => [path, { '*': wanted }]))),
  )
  const artifacts = others.flatMap((path) => artifactsOf(path, output.contracts[path]))
  // Asked for together with code, the trees of all files would have all files compiled.
  const { sources: parsed } = compile(sources, {}, { '*': { '': ['ast'] } })
  const suites = findSuites(parsed, output.contracts, artifacts, files)
  return {
    core,
    entry,
    sources,
    files,
    profile,
    testProfile,
    artifacts: [...artifacts, coreArtifact],
    suites,
  }
}

/** The core's artifact; a mutant differs from the original in this alone, and in the suites that embed its code. */
export function compileCore(sources: Sources, core: Core, entry: string, settings: SolcSettings): Artifact {
  const { contracts } = compile(closureOf(sources, [entry]), settings, { [entry]: { [core]: wanted } })
  const [artifact] = artifactsOf(entry, contracts[entry])
  if (artifact === undefined) throw new Error(`${entry} has no contract ${core}`)
  return artifact
}

/** The artifact of one suite. */
export function compileSuite(sources: Sources, { id }: Suite, settings: SolcSettings): Artifact {
  const selection = { [id.source]: { [id.name]: wanted } }
  const { contracts } = compile(closureOf(sources, [id.source]), settings, selection)
  const [artifact] = artifactsOf(id.source, contracts[id.source])
  if (artifact === undefined) throw new Error(`${id.source} has no contract ${id.name}`)
  return artifact
}

/** Runs `attempt` with one profile after the other until one is not refused because of the depth of the stack. */
export function firstThatCompiles<Result>(
  profiles: readonly SolcSettings[],
  attempt: (settings: SolcSettings) => Result,
): [SolcSettings, Result] {
  for (const [index, settings] of profiles.entries()) {
    try {
      return [settings, attempt(settings)]
    } catch (error) {
      const isDeep = error instanceof CompilationFailed && /stack too deep/i.test(error.message)
      if (!isDeep || index === profiles.length - 1) throw error
    }
  }
  throw new Error('no profile was given')
}

/** Where a core and its tests are. */
export function folderOf(core: Core): string {
  return `contracts/${core.toLowerCase()}`
}

function entryOf(core: Core): string {
  return `${folderOf(core)}/${core}.sol`
}

/** Those of the core's own folder, and those of the libraries that it is made of. */
function findTests(core: Core): string[] {
  const own = globSync(`${folderOf(core)}/test/*.t.sol`, { cwd: root })
  const beside = Object.keys(readSources([entryOf(core)]))
    .filter(isPartOfCore)
    .map((path) => join(dirname(path), 'test', `${basename(path, '.sol')}.t.sol`))
  return [...new Set([...own, ...beside.filter((path) => existsSync(join(root, path)))])].sort()
}

function isPartOfCore(path: string): boolean {
  return path.startsWith('contracts/') && !path.startsWith('contracts/interfaces/')
}

function artifactsOf(source: string, contracts: Record<string, CompiledContract> = {}): Artifact[] {
  return Object.entries(contracts).map(([name, { abi, evm }]) => ({
    id: { name, source, solcVersion },
    contract: {
      abi: JSON.stringify(abi),
      bytecode: `0x${evm.bytecode.object}`,
      deployedBytecode: `0x${evm.deployedBytecode.object}`,
      linkReferences: evm.bytecode.linkReferences,
      deployedLinkReferences: evm.deployedBytecode.linkReferences,
    },
  }))
}
