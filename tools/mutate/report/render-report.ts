import { cores } from '../prepare-core.ts'
import type { CoreResult, MutationReport, Survivor } from './result.ts'

/** The report for people. */
export function renderReport(report: MutationReport): string {
  const known = cores.flatMap((core) => (report[core] === undefined ? [] : [[core, report[core]] as const]))
  return `# Mutation

Written by \`npm run mutate\`; do not edit. Each core contract is broken in one place after the other, on the compiler's
syntax tree, and its tests must notice: first the Solidity tests against the unoptimised mutant, then, for what they let
live, the TypeScript tests against the mutant as it would be deployed. Tests of gas are left out: they would kill
everything. What does not compile, or compiles to the same bytecode, does not count; what runs out of time is killed.

| core | mutants | killed | of them by time | survived | kill rate | equal bytecode | not compiled | commit | date |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |
${known.map(([core, result]) => renderRow(core, result)).join('\n')}

The kill rate must be at least 90 % for each core. The reasons come from \`mutation-reasons.json\` beside this page.
${known.map(([core, { survivors }]) => renderSurvivors(core, survivors)).join('')}`
}

function renderRow(core: string, { mutants, counts, killRate, commit, date }: CoreResult): string {
  const killed = counts.killed + counts.timeout
  const numbers = [mutants, killed, counts.timeout, counts.survived, percent(killRate), counts.equivalent]
  return `| ${[core, ...numbers, counts['not-compiled'], commit.slice(0, 10), date].join(' | ')} |`
}

/** A share in percent, rounded down: 89.96 % is not 90 %. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`
}

function renderSurvivors(core: string, survivors: readonly Survivor[]): string {
  if (survivors.length === 0) return `\n## ${core}\n\nNo mutant survived.\n`
  return `\n## ${core}: survivors\n${survivors.map(renderSurvivor).join('')}`
}

function renderSurvivor({ file, line, where, original, replacement, reason }: Survivor): string {
  const mark = (sign: string, text: string) => text.split('\n').map((row) => `${sign} ${row.trim()}`)
  const diff = [...mark('-', original), ...mark('+', replacement)].join('\n')
  const why = reason === '' ? 'No reason is written down yet.' : reason
  return `\n\`${file}:${line}\` ${where}: ${why}\n\n\`\`\`diff\n${diff}\n\`\`\`\n`
}
