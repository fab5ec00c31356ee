import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import type { InterfaceAbi } from 'ethers'

const require = createRequire(import.meta.url)

/** Settings of the optimiser. */
export type CompilerSettings = { runs: number; viaIR?: boolean; evmVersion?: string }

/** A contract that can be deployed. */
export type Compiled = { abi: InterfaceAbi; bytecode: string }

/** The parts that are read of the compiler's answer in its standard JSON. */
type Output = {
  errors?: { severity: string; formattedMessage: string }[]
  contracts?: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>
}

/**
 * Compiles one file outside the project's sources with the compiler from npm; imports of packages are looked up from
 * `from`, the file itself unless given. Throws with the compiler's messages.
 */
export function compileSolidity(
  file: string,
  { runs, viaIR = false, evmVersion = 'cancun' }: CompilerSettings,
  from = file,
): Record<string, Compiled> {
  const compiler = require('solc') as { compile(input: string, callbacks: object): string }
  const packages = createRequire(from)
  const name = basename(file)
  const input = {
    language: 'Solidity',
    sources: { [name]: { content: readFileSync(file, 'utf8') } },
    settings: {
      optimizer: { enabled: true, runs },
      viaIR,
      evmVersion,
      outputSelection: { [name]: { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }
  const readImport = (path: string) => ({ contents: readFileSync(packages.resolve(path), 'utf8') })
  const output = JSON.parse(compiler.compile(JSON.stringify(input), { import: readImport })) as Output
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return Object.fromEntries(
    Object.entries(output.contracts?.[name] ?? {}).map(([contract, { abi, evm }]) => [
      contract,
      { abi, bytecode: `0x${evm.bytecode.object}` },
    ]),
  )
}
