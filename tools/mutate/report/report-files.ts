import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderReport } from './render-report.ts'
import type { MutationReport } from './result.ts'

const folder = join(import.meta.dirname, '../../../docs/results')

/** The report in git; empty if there is none. */
export function readReport(): MutationReport {
  return readJson('mutation.json')
}

/** Name of a survivor → why it may live, written by hand. */
export function readReasons(): Record<string, string> {
  return readJson('mutation-reasons.json')
}

/** Writes the report for machines and for people. */
export function writeReport(report: MutationReport): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'mutation.json'), `${JSON.stringify(report, undefined, 2)}\n`)
  writeFileSync(join(folder, 'mutation.md'), renderReport(report))
}

function readJson<Value extends object>(name: string): Value {
  const path = join(folder, name)
  return (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as Value
}
