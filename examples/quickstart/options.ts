import { existsSync, realpathSync, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { parseArgs } from 'node:util'

/** Ports on 127.0.0.1; 0 takes a free one. */
export type Ports = { readonly rpc: number; readonly index: number; readonly blocks: number }

/** How the demo is run. */
export type DemoOptions = {
  /** Directory that Alice uploads. */
  directory: string
  /** Folder that is kept; a new temporary one otherwise. */
  state: string | undefined
  /** Whether to serve afterwards without a terminal, too. */
  keep: boolean
  ports: Ports
  json: boolean
}

const sample = join(import.meta.dirname, 'sample')

/** First port with `--keep`; that of most local chains, and of the README's example. */
const usualPort = 8_545
const lastPort = 65_535

export const usage = `Usage: npm start [-- [DIRECTORY] [--keep] [--port N] [--state DIR] [--json]]

Runs the whole demo on this machine: chain, contracts, subgraph, encrypted folder, grants, links, charges,
revocation. Uploads DIRECTORY, or a sample set.

  --keep        serve chain, subgraph and blocks afterwards until Ctrl-C or SIGTERM, with or without a terminal;
                otherwise they are served only when a terminal is attached
  --port N      serve on 127.0.0.1 the chain's JSON-RPC at port N, the subgraph's GraphQL at N+1, blocks at N+2;
                0 takes free ports. Default: ${usualPort} with --keep, otherwise 0
  --state DIR   keep accounts, keys and blocks in DIR. The chain is new in each run, so names are free again and
                each run makes a folder; only an upload that was broken off goes on where it was
  --json        print one JSON object per line on standard output, the result last
  --help        show this text

Exit codes: 0 every check held, 1 one did not or a port is taken, 2 wrong usage, 3 some files were left out,
130 interrupted before the end of the demo.
`

/** Reads the command line. Throws a plain error that names what is wrong. */
export function readOptions(args: string[]): DemoOptions | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      state: { type: 'string' },
      keep: { type: 'boolean', default: false },
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  if (positionals.length > 1) throw new Error(`one directory can be uploaded, not ${positionals.length}`)
  const given = resolve(positionals[0] ?? sample)
  if (!existsSync(given)) throw new Error(`there is no directory ${given}`)
  const directory = realpathSync(given)
  if (!statSync(directory).isDirectory() && !statSync(directory).isFile()) {
    throw new Error(`${directory} is neither a directory nor a file`)
  }
  const state = values.state === undefined ? undefined : resolve(values.state)
  if (state !== undefined) checkState(state, directory)
  const { keep, json } = values
  return { directory, state, keep, ports: readPorts(values.port, keep), json }
}

function readPorts(text: string | undefined, keep: boolean): Ports {
  const first = text ?? String(keep ? usualPort : 0)
  if (!/^\d{1,5}$/.test(first) || Number(first) > lastPort - 2) {
    throw new Error(`--port must be a number from 0 to ${lastPort - 2}, not ${first}`)
  }
  const rpc = Number(first)
  return rpc === 0 ? { rpc, index: 0, blocks: 0 } : { rpc, index: rpc + 1, blocks: rpc + 2 }
}

function checkState(state: string, directory: string): void {
  if (existsSync(state) && !statSync(state).isDirectory()) throw new Error(`${state} is not a directory`)
  // The upload would meet its own blocks, and never end.
  if (`${state}${sep}`.startsWith(`${directory}${sep}`)) throw new Error(`${state} is inside of ${directory}`)
}
