// Compares what Slither found with what is justified in contracts/slither.json:
//   node scripts/ci/slither-findings.ts OUTPUT [--update]
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One result of Slither. */
export type Finding = { check: string; impact: string; description: string }

/** Finding → why the code is right; empty while nobody has said so. */
export type Reasons = Record<string, string>

/** Names a finding without the lines it stands in, so that code around it may move. */
export function nameFinding({ check, description }: Finding): string {
  const text = description.replaceAll(/ ?\([^()\s]+\.sol#[\d-]+\)/g, '').replaceAll(/\s+/g, ' ')
  return `${check}: ${text.trim()}`
}

/** What nobody has justified, and what is justified but not found any more. */
export function findFaults(findings: readonly Finding[], reasons: Reasons): string[] {
  const found = new Map(findings.map((finding) => [nameFinding(finding), finding.impact]))
  const open = [...found].filter(([name]) => !reasons[name]?.trim())
  const gone = Object.keys(reasons).filter((name) => !found.has(name))
  return [
    ...open.map(([name, impact]) => `${impact}, not justified: ${name}`),
    ...gone.map((name) => `justified, but not found any more: ${name}`),
  ]
}

/** The file of reasons for these findings: those that are gone leave it, new ones wait for a reason. */
export function renderReasons(findings: readonly Finding[], reasons: Reasons): string {
  const names = [...new Set(findings.map(nameFinding))].sort()
  const entries = names.map((name) => [name, reasons[name] ?? ''])
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`
}

function main([output = '', option]: string[]): void {
  const path = join(import.meta.dirname, '../../contracts/slither.json')
  const { success, error, results } = JSON.parse(readFileSync(output, 'utf8'))
  if (success !== true) throw new Error(`Slither failed: ${error}`)
  const findings = (results.detectors ?? []) as Finding[]
  const reasons = JSON.parse(readFileSync(path, 'utf8')) as Reasons
  if (option === '--update') writeFileSync(path, renderReasons(findings, reasons))
  const faults = findFaults(findings, JSON.parse(readFileSync(path, 'utf8')))
  const outcome = faults.length === 0 ? 'each justified' : `${faults.length} faults`
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} Slither: ${findings.length} findings, ${outcome}`)
  for (const fault of faults) console.log(`     ${fault}`)
  process.exitCode = faults.length === 0 ? 0 : 1
}

if (import.meta.main) main(process.argv.slice(2))
