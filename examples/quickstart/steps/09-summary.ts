import type { Figures } from '../report/report.ts'
import { check, type Step } from './step.ts'

/** What storage saw, and how fast it went. */
export const summaryStep: Step = {
  id: '9',
  title: 'What an observer of the storage saw, and how fast it was',
  run: async (demo) => {
    const { alice, operator, folder, speeds } = demo
    const size = await operator.call('measure', { forest: await alice.call('forest', { folder }) })
    const lengths = Object.keys(size.blocksBySize).map(Number)
    const legal = [1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576]
    check(
      demo,
      lengths.every((length) => legal.includes(length)),
      'every sealed block has one of six lengths',
    )
    const figures: Figures = {}
    for (const length of lengths) figures[`blocks of ${length / 1024} KiB`] = size.blocksBySize[length] ?? 0
    for (const [what, { files, sizeBytes, ms }] of Object.entries(speeds)) {
      figures[`${what}, MB/s`] = sizeBytes / 1e3 / Math.max(1, ms)
      figures[`${what}, files/s`] = Math.round((files * 1000) / Math.max(1, ms))
    }
    return figures
  },
}
