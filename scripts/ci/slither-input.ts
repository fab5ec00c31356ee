// Parses our contracts with npm's solc and leaves the result in a folder as a Hardhat project that is built already:
//   node scripts/ci/slither-input.ts FOLDER
// Slither needs no native compiler then. It reads syntax trees only, so no code is generated.
import { globSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CompiledContract, compile } from '../../tools/solidity/compile.ts'
import { readSources } from '../../tools/solidity/read-sources.ts'
import { solcVersion } from '../build/solidity-settings.ts'

const root = join(import.meta.dirname, '../..')
const noCode = { bytecode: { object: '', sourceMap: '' }, deployedBytecode: { object: '', sourceMap: '' } }

const [folder = ''] = process.argv.slice(2)
/** What is deployed: tests and mocks aside. */
const deployed = globSync('contracts/**/*.sol', { cwd: root })
  .filter((path) => !/\.t\.sol$|^contracts\/(mocks|halmos)\//.test(path))
  .sort()

const sources = readSources(deployed)
const output = compile(sources, {}, { '*': { '': ['ast'], '*': ['abi'] } })
const withCode = ({ abi }: CompiledContract) => ({ abi, evm: noCode })
const contracts = mapValues(output.contracts, (file) => mapValues(file, withCode))

mkdirSync(join(folder, 'artifacts/build-info'), { recursive: true })
writeFileSync(
  join(folder, 'artifacts/build-info/space.json'),
  JSON.stringify({
    solcVersion,
    input: { language: 'Solidity', settings: {} },
    output: { sources: output.sources, contracts },
  }),
)
writeFileSync(join(folder, 'hardhat.config.js'), '')
for (const name of ['contracts', 'node_modules']) symlinkSync(join(root, name), join(folder, name))

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
