import type { Report } from './report.ts'

/** Prints one JSON object per line on standard output, and nothing else; the last one is the result. */
export function createJsonReport(write: (line: string) => void): Report {
  const print = (value: unknown) =>
    write(`${JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item))}\n`)
  return {
    stepStarted: (id, title) => print({ type: 'step', id, title }),
    progress: (id, event) => print({ type: 'progress', id, ...event }),
    note: (text) => print({ type: 'note', text }),
    stepEnded: () => {},
    ended: ({ ok, steps, skipped, renamed, state }, serving) => {
      if (serving !== undefined) print({ type: 'serving', ...serving })
      const rows = steps.map(({ figures, ...step }) => ({ ...step, ...figures }))
      print({ type: 'result', ok, steps: rows, skipped, renamed, state })
    },
  }
}
