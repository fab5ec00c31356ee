import type { Story } from '../demo.ts'
import type { Figures } from '../report/report.ts'

/** One step of the story: does something real, checks it, and gives the figures. Throws when a check fails. */
export type Step = {
  id: string
  title: string
  run(story: Story): Promise<Figures>
}

/** Fails the step unless the fact holds; a fact that holds is told. */
export function check(story: Story, holds: boolean, fact: string): void {
  if (!holds) throw new Error(`this does not hold: ${fact}`)
  story.report.note(`✓ ${fact}`)
}
