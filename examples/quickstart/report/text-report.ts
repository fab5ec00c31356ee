import { describeServing } from './describe-serving.ts'
import { formatBytes, formatFigure } from './format.ts'
import type { DemoResult, Report } from './report.ts'

const barWidth = 24
const lineEveryMs = 2_000

/** Reports in words: with a moving bar on a terminal, in plain lines otherwise. */
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
      const text = `${what}: ${amount(done)}${total === undefined ? '' : ` of ${amount(total)}`}`
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
    ended: (result, serving) => {
      stream.write(summarise(result))
      if (serving !== undefined) stream.write(describeServing(serving))
    },
  }
}

function drawBar(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return '[…]'
  const filled = Math.min(barWidth, Math.round((done / total) * barWidth))
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`
}

function summarise({ ok, steps, skipped, renamed, state }: DemoResult): string {
  const lines = ['', 'Summary']
  for (const step of steps) {
    lines.push(`  ${step.id}. ${step.ok ? 'ok    ' : 'FAILED'} ${step.title}`)
    for (const [key, value] of Object.entries(step.figures)) {
      lines.push(`            ${key.padEnd(26)} ${formatFigure(key, value)}`)
    }
  }
  lines.push(...listSome('Left out', skipped, ({ path, reason }) => `${path}: ${reason}`))
  lines.push(...listSome('Renamed', renamed, ({ from, to }) => `${from} is kept as ${to}`))
  if (state !== '') lines.push('', `State kept in ${state}`)
  lines.push('', ok ? 'Every check held.' : 'Not every check held.', '')
  return lines.join('\n')
}

const shownItems = 20

function listSome<Item>(title: string, items: readonly Item[], describe: (item: Item) => string): string[] {
  if (items.length === 0) return []
  const rest = items.length - shownItems
  return [
    '',
    `${title} (${items.length})`,
    ...items.slice(0, shownItems).map((item) => `  ${describe(item)}`),
    ...(rest > 0 ? [`  … and ${rest} more (all of them with --json)`] : []),
  ]
}
