// Reads one file of the one folder of an account, and prints its hash, and what reading it took.
//   node test/e2e/support/read-child.ts OPTIONS_AS_JSON PATH
import { createHash } from 'node:crypto'
import type { Hex } from '@space/sdk'
import { readParticipantOptions, withSpace } from '../../../examples/quickstart/participants/participant.ts'

/** What the process prints. */
export type ReadReport = { sha256: string; peakKiB: number; ms: number }

const path = process.argv[3] as string

const report = await withSpace(readParticipantOptions(), 'read', async ({ folders }): Promise<ReadReport> => {
  const [id] = await folders.own()
  const folder = await folders.open(id as Hex)
  const started = performance.now()
  const hash = createHash('sha256')
  for await (const bytes of folder.read(path)) hash.update(bytes)
  const ms = Math.round(performance.now() - started)
  return { sha256: hash.digest('hex'), peakKiB: process.resourceUsage().maxRSS, ms }
})
console.log(JSON.stringify(report))
