import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { type Core, cores } from './prepare-core.ts'

/** What a run of the mutator is asked for. */
export type MutateOptions = {
  cores: readonly Core[]
  workers: number
  /** Every `count`th mutant, from the `index`th on. */
  shard?: { index: number; count: number }
  /** Orders the mutants by chance; the same number gives the same order. */
  seed?: number
  /** Only mutants of functions that differ from this commit. */
  changed?: string
  json: boolean
  list: boolean
  gate: boolean
}

export const usage = `npm run mutate -- [options]

  --contract NAME    ${cores.join(', ')}; may be repeated; all without it
  --changed BASE     only functions that differ from the commit BASE
  --shard K/N        the Kth of N parts
  --seed NUMBER      in an order by chance
  --workers NUMBER   processes, ${availableParallelism()} without it
  --json             the result as JSON on standard output
  --list             print the mutants and judge none
  --gate             what CI runs: the report must be of this code and good enough, then mutants of functions changed
                     since SPACE_BASE (or the commit before), and a tenth chosen by the commit, of the contract
                     that SPACE_SHARE names or of all

A run that was stopped goes on where it was. When every mutant of a core is judged, docs/results/mutation.* is written.`

/**
 * Reads the command line.
 *
 * @throws when an option is unknown or cannot be understood.
 */
export function readOptions(args: readonly string[]): MutateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      contract: { type: 'string', multiple: true },
      changed: { type: 'string' },
      shard: { type: 'string' },
      seed: { type: 'string' },
      workers: { type: 'string' },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
    },
  })
  const { contract, changed, shard, seed, workers, ...flags } = values
  return {
    ...flags,
    cores: contract === undefined ? cores : contract.map(readCore),
    workers: workers === undefined ? availableParallelism() : readWhole(workers, '--workers', 1),
    ...(changed === undefined ? {} : { changed }),
    ...(seed === undefined ? {} : { seed: readWhole(seed, '--seed', 0) }),
    ...(shard === undefined ? {} : { shard: readShard(shard) }),
  }
}

function readCore(text: string): Core {
  const core = cores.find((name) => name.toLowerCase() === text.toLowerCase())
  if (core === undefined) throw new Error(`--contract ${text}: there are ${cores.join(', ')}`)
  return core
}

function readShard(text: string): { index: number; count: number } {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? []
  if (index === undefined || count === undefined || index < 1 || index > count)
    throw new Error(`--shard ${text}: write it like 1/4`)
  return { index, count }
}

function readWhole(text: string, option: string, least: number): number {
  if (!/^\d+$/.test(text) || Number(text) < least)
    throw new Error(`${option} ${text}: not a number ≥ ${least}`)
  return Number(text)
}
