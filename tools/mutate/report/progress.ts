import type { OnProgress } from '../run-core.ts'

const everyMutants = 25

/** Tells of each survivor at once, and now and then how long the rest will take. */
export function makeProgress(name: string, workers: number): OnProgress {
  const started = performance.now()
  let judged = 0
  return ({ file, line, where, original, replacement }, { status }, left) => {
    judged++
    if (status === 'survived')
      console.error(`survived ${file}:${line} ${where}: ${original} → ${replacement}`)
    if (judged % everyMutants !== 0 && left > 0) return
    const seconds = (performance.now() - started) / 1000 / judged
    const minutes = ((seconds * left) / 60).toFixed(1)
    console.error(
      `${name}: ${judged} judged, ${(seconds * workers).toFixed(2)} s each on ${workers} workers, ${left} left: ${minutes} min`,
    )
  }
}
