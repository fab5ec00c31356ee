// Uploads a directory into the one folder of an account, and writes down what it read and what was durable.
//   node test/e2e/support/upload-child.ts OPTIONS_AS_JSON SOURCE LOG_FILE
import { openSync, writeSync } from 'node:fs'
import type { SourceItem } from '@space/sdk'
import { readDirectory } from '@space/sdk/node'
import { readParticipantOptions, withSpace } from '../../../examples/quickstart/participants/participant.ts'
import { openOwned } from '../../support/open-owned.ts'

/** One line of the log. It is with the system as soon as it is written, whatever becomes of the process. */
export type UploadLine =
  | { kind: 'open' }
  | { kind: 'read'; bytes: number }
  | { kind: 'durable'; bytesDone: number }
  | { kind: 'done'; files: number; complete: boolean; peakKiB: number; ms: number }

const [, source, logFile] = process.argv.slice(2) as [string, string, string]
const log = openSync(logFile, 'a')
const write = (line: UploadLine) => writeSync(log, `${JSON.stringify(line)}\n`)

await withSpace(readParticipantOptions(), 'write', async (space) => {
  const [known] = await space.folders.own()
  const folder = known === undefined ? await space.folders.create() : await openOwned(space, known)
  write({ kind: 'open' })
  const started = performance.now()
  const { files, complete } = await folder.upload(logReads(readDirectory(source)), {
    onProgress: ({ bytesDone }) => write({ kind: 'durable', bytesDone }),
  })
  const ms = Math.round(performance.now() - started)
  write({ kind: 'done', files, complete, peakKiB: process.resourceUsage().maxRSS, ms })
})

async function* logReads(items: AsyncIterable<SourceItem>): AsyncGenerator<SourceItem> {
  for await (const item of items) {
    if (item.kind !== 'file') yield item
    else yield { ...item, read: (...args) => logPieces(item.read(...args)) }
  }
}

async function* logPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    write({ kind: 'read', bytes: piece.length })
    yield piece
  }
}
