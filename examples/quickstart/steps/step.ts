import type { Demo } from '../demo.ts'
import type { Figures } from '../report/report.ts'

/** One step of the demo: does something real, checks it, and gives the figures. Throws when a check fails. */
export type Step = {
  id: string
  title: string
  run(demo: Demo): Promise<Figures>
}

/** Fails the step unless the fact holds; a fact that holds is reported. */
export function check(demo: Demo, holds: boolean, fact: string): void {
  if (!holds) throw new Error(`this does not hold: ${fact}`)
  demo.report.note(`✓ ${fact}`)
}
