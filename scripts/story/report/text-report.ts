import { formatBytes, formatFigure } from './format.ts'
import type { Report, Skipped, StoryResult } from './report.ts'

const barWidth = 24
const lineEveryMs = 2_000

/** Tells the story in words: with a moving bar on a terminal, in plain lines otherwise. */
export function createTextReport(stream: NodeJS.WriteStream): Report {
  const live = stream.isTTY === true
  let lastLineAt = 0
  const clear = () => {
    if (live) stream.write('\r\x1b[2K')
  }
  return {
    stepStarted: (id, title) => {
      stream.write(`\n${id}. ${title}\n`)
      lastLineAt = Date.now()
    },
    progress: (_, { what, done, total, unit }) => {
      const amount = (value: number) => (unit === 'bytes' ? formatBytes(value) : `${value} files`)
      const text = `${what} ${amount(done)}${total === undefined ? '' : ` of ${amount(total)}`}`
      if (live) {
        clear()
        stream.write(`   ${drawBar(done, total)} ${text}`)
      } else if (Date.now() - lastLineAt >= lineEveryMs) {
        lastLineAt = Date.now()
        stream.write(`   ${text}\n`)
      }
    },
    note: (text) => {
      clear()
      stream.write(`   ${text}\n`)
    },
    stepEnded: ({ ok, ms, error }) => {
      clear()
      stream.write(ok ? `   verified in ${(ms / 1000).toFixed(1)} s\n` : `   FAILED: ${error}\n`)
    },
    ended: (result) => stream.write(summarise(result)),
  }
}

function drawBar(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return '[…]'
  const filled = Math.min(barWidth, Math.round((done / total) * barWidth))
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`
}

function summarise({ ok, steps, skipped, state }: StoryResult): string {
  const lines = ['', 'Summary']
  for (const step of steps) {
    lines.push(`  ${step.id}. ${step.ok ? 'ok    ' : 'FAILED'} ${step.title}`)
    for (const [key, value] of Object.entries(step.figures)) {
      lines.push(`            ${key.padEnd(26)} ${formatFigure(key, value)}`)
    }
  }
  lines.push(...listSkipped(skipped))
  if (state !== '') lines.push('', `State kept in ${state}`)
  lines.push('', ok ? 'Every check held.' : 'Not every check held.', '')
  return lines.join('\n')
}

const shownSkips = 20

function listSkipped(skipped: readonly Skipped[]): string[] {
  if (skipped.length === 0) return []
  const more =
    skipped.length > shownSkips
      ? [`  … and ${skipped.length - shownSkips} more (all of them with --json)`]
      : []
  return [
    '',
    `Left out or renamed (${skipped.length})`,
    ...skipped.slice(0, shownSkips).map(({ path, reason }) => `  ${path}: ${reason}`),
    ...more,
  ]
}
