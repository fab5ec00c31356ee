import type { Status, Verdict } from '../judge-mutant.ts'
import type { Mutant } from '../list-mutants.ts'
import type { Core } from '../prepare-core.ts'

/** A mutant that no test noticed. */
export type Survivor = {
  file: string
  line: number
  where: string
  operator: string
  original: string
  replacement: string
  /** Why it may live; empty while nobody has looked. */
  reason: string
}

/** What a whole run found about one core. */
export type CoreResult = {
  /** Hash of the core's bytecode, compiled as for the mutants. */
  code: string
  commit: string
  date: string
  mutants: number
  counts: Record<Status, number>
  /** Killed, of those that count. */
  killRate: number
  survivors: Survivor[]
}

/** The report that is kept in git. */
export type MutationReport = Partial<Record<Core, CoreResult>>

/** `file function operator: original → replacement`: names a survivor whatever line it stands in. */
export function nameSurvivor({
  file,
  where,
  operator,
  original,
  replacement,
}: Omit<Survivor, 'reason' | 'line'>): string {
  const squeeze = (text: string) => text.replaceAll(/\s+/g, ' ')
  return `${file} ${where} ${operator}: ${squeeze(original)} → ${squeeze(replacement)}`
}

/** Adds up the verdicts. A mutant that ran out of time is killed; those that are no mutants do not count. */
export function countVerdicts(
  verdicts: Iterable<Verdict>,
): Pick<CoreResult, 'mutants' | 'counts' | 'killRate'> {
  const counts = { killed: 0, survived: 0, timeout: 0, equivalent: 0, 'not-compiled': 0 }
  for (const { status } of verdicts) counts[status]++
  const dead = counts.killed + counts.timeout
  const mutants = dead + counts.survived
  return { mutants, counts, killRate: mutants === 0 ? 1 : dead / mutants }
}

/** The survivors among `mutants`, each with its reason. */
export function listSurvivors(
  mutants: readonly Mutant[],
  verdicts: ReadonlyMap<string, Verdict>,
  reasons: Readonly<Record<string, string>>,
): Survivor[] {
  return mutants
    .filter(({ id }) => verdicts.get(id)?.status === 'survived')
    .map(({ file, line, where, operator, original, replacement }) => {
      const named = { file, where, operator, original, replacement }
      return { ...named, line, reason: reasons[nameSurvivor(named)] ?? '' }
    })
}
