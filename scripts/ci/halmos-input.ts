// Compiles the checks of test/halmos with npm's solc and leaves them in a folder as forge would:
//   node scripts/ci/halmos-input.ts FOLDER
import { globSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compile } from '../../tools/solidity/compile.ts'
import { readSources } from '../../tools/solidity/read-sources.ts'
import { deployedSettings } from '../build/solidity-settings.ts'

const root = join(import.meta.dirname, '../..')
const [folder = ''] = process.argv.slice(2)
const checks = globSync('test/halmos/*.sol', { cwd: root }).sort()
const sources = readSources(checks)
const wanted = ['abi', 'metadata', 'evm.bytecode', 'evm.deployedBytecode', 'evm.methodIdentifiers']
// As deployed: what is proved is the code that the optimiser makes.
const settings = deployedSettings()
const output = compile(sources, settings, Object.fromEntries(checks.map((path) => [path, { '*': wanted }])))
const parsed = compile(sources, settings, { '*': { '': ['ast'] } })

for (const path of checks) {
  for (const [name, { abi, metadata, evm }] of Object.entries(output.contracts[path] ?? {})) {
    const { bytecode, deployedBytecode, methodIdentifiers } = evm
    const artifact = {
      abi,
      bytecode: { ...bytecode, object: `0x${bytecode.object}` },
      deployedBytecode: { ...deployedBytecode, object: `0x${deployedBytecode.object}` },
      methodIdentifiers,
      metadata: JSON.parse(metadata),
      ast: parsed.sources[path]?.ast,
      id: parsed.sources[path]?.id,
    }
    const out = join(folder, 'out', basename(path))
    mkdirSync(out, { recursive: true })
    writeFileSync(join(out, `${name}.json`), JSON.stringify(artifact))
  }
}
