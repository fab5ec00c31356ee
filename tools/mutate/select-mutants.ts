import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Mutant } from './list-mutants.ts'
import type { MutateOptions } from './options.ts'

/** File → the lines that changed, first and last. */
export type ChangedLines = ReadonlyMap<string, readonly (readonly [number, number])[]>

/** Those of `mutants` that a run is asked for, in its order. */
export function selectMutants(
  mutants: readonly Mutant[],
  { shard, seed }: Pick<MutateOptions, 'shard' | 'seed'>,
): Mutant[] {
  const part = mutants.filter((_, index) => shard === undefined || index % shard.count === shard.index - 1)
  return seed === undefined ? part : orderByChance(part, seed)
}

/** The mutants in an order by chance; the same seed gives the same order. */
export function orderByChance(mutants: readonly Mutant[], seed: number): Mutant[] {
  const rank = ({ id }: Mutant) => createHash('sha256').update(`${seed}:${id}`).digest('hex')
  return mutants
    .map((mutant) => ({ mutant, rank: rank(mutant) }))
    .sort(byRank)
    .map(({ mutant }) => mutant)
}

/** Mutants of functions that a change touches. */
export function selectChanged(mutants: readonly Mutant[], changed: ChangedLines): Mutant[] {
  return mutants.filter(({ file, lines: [first, last] }) =>
    changed.get(file)?.some(([from, to]) => from <= last && to >= first),
  )
}

/** The tenth of all mutants that belongs to a commit: ten commits in a row meet most, no commit can choose. */
export function selectTenth(mutants: readonly Mutant[], commit: string): Mutant[] {
  const tenth = Number.parseInt(commit.slice(0, 8), 16) % 10
  return mutants.filter(({ id }) => Number.parseInt(id.slice(0, 8), 16) % 10 === tenth)
}

/** The lines below `contracts/` that differ between a commit and the files as they are. */
export function readChangedLines(base: string): ChangedLines {
  const diff = execFileSync(
    'git',
    ['diff', '--unified=0', '--no-color', '--no-ext-diff', base, '--', 'contracts'],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  return parseDiff(diff)
}

/** Reads the new side of a diff without context. */
export function parseDiff(diff: string): ChangedLines {
  const changed = new Map<string, [number, number][]>()
  let file = ''
  for (const line of diff.split('\n')) {
    file = /^\+\+\+ b\/(.*)$/.exec(line)?.[1] ?? file
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (hunk === null) continue
    const first = Number(hunk[1])
    // A hunk that only takes lines away has length 0 and names the line before.
    const last = first + Math.max(Number(hunk[2] ?? 1), 1) - 1
    changed.set(file, [...(changed.get(file) ?? []), [first, last]])
  }
  return changed
}

function byRank(a: { rank: string }, b: { rank: string }): number {
  return a.rank < b.rank ? -1 : 1
}
