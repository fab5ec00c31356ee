// The folder part of the SDK is cut into groups that import one way, and stays small enough to be drawn.
//
// A module is a directory directly below sdk/src/folders, or a file that lies directly in it. An arrow is a pair of
// modules of which the first imports the second, however often; types count, unit tests do not.
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { type Arrow, findModuleFaults } from './modules/find-faults.ts'

const root = join(import.meta.dirname, '../..')
const folder = 'sdk/src/folders'

process.chdir(root)
const options = await extractConfig(join(root, '.dependency-cruiser.mjs'))
const { output } = await cruise([folder], { ...options, validate: false })
if (typeof output === 'string') throw new Error('dependency-cruiser gave text in place of a graph')

const imports: Arrow[] = output.modules
  .filter(({ source }) => source.startsWith(`${folder}/`) && !source.endsWith('.test.ts'))
  .flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ resolved }) => resolved.startsWith(`${folder}/`))
      .map(({ resolved }): Arrow => [source.slice(folder.length + 1), resolved.slice(folder.length + 1)]),
  )
const files = output.modules
  .map(({ source }) => source)
  .filter((source) => source.startsWith(`${folder}/`) && !source.endsWith('.test.ts'))
  .map((source) => source.slice(folder.length + 1))
const { modules, arrows, faults } = findModuleFaults(files, imports)
for (const fault of faults) console.error(fault)
console.log(`${modules.length} modules, ${arrows.length} arrows`)
process.exitCode = faults.length === 0 ? 0 : 1
