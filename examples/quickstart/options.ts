import { existsSync, realpathSync, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'

/** How the demo is run. */
export type DemoOptions = {
  /** Directory that Alice uploads. */
  directory: string
  /** Folder that is kept; a new temporary one otherwise. */
  state: string | undefined
  json: boolean
}

const sample = join(import.meta.dirname, 'sample')

export const usage = `Usage: npm start [-- DIRECTORY] [--state DIR] [--json]

Runs the whole demo on this machine: chain, contracts, subgraph, encrypted folder, grants, links, charges,
revocation. Uploads DIRECTORY, or a sample set.

  --state DIR   keep accounts, keys and blocks in DIR. The chain is new in each run, so names are free again and
                each run makes a folder; only an upload that was broken off goes on where it was
  --json        print one JSON object per line on standard output, the result last
  --help        show this text

Exit codes: 0 every check held, 1 one did not, 2 wrong usage, 3 some files were left out, 130 interrupted.
`

/** Reads the command line. Throws a plain error that names what is wrong. */
export function readOptions(args: string[]): DemoOptions | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { state: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help === true) return 'help'
  if (positionals.length > 1) throw new Error(`one directory can be uploaded, not ${positionals.length}`)
  const given = resolve(positionals[0] ?? sample)
  if (!existsSync(given)) throw new Error(`there is no directory ${given}`)
  const directory = realpathSync(given)
  if (!statSync(directory).isDirectory() && !statSync(directory).isFile()) {
    throw new Error(`${directory} is neither a directory nor a file`)
  }
  const state = values.state === undefined ? undefined : resolve(values.state)
  if (state !== undefined) checkState(state, directory)
  return { directory, state, json: values.json === true }
}

function checkState(state: string, directory: string): void {
  if (existsSync(state) && !statSync(state).isDirectory()) throw new Error(`${state} is not a directory`)
  // The upload would meet its own blocks, and never end.
  if (`${state}${sep}`.startsWith(`${directory}${sep}`)) throw new Error(`${state} lies in ${directory}`)
}
