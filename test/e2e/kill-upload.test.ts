import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Hex } from '@space/sdk'
import { withSpace } from '../../examples/quickstart/participants/participant.ts'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'
import { createRandom } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { compareFolder } from './support/compare-folder.ts'
import { startUpload } from './support/start-upload.ts'

const rounds = Number(process.env.SPACE_KILLS ?? 5)
const random = createRandom('kill-upload')
/** Kills fall within so much time after the folder was opened, or after something was durable. */
const windowMs = 2_000

let work: string
let network: LocalNetwork

before(async () => {
  work = temporaryFolder()
  network = await startLocalNetwork()
})

after(async () => {
  await network?.stop()
})

test(`an upload that is killed ${rounds} times becomes whole, and reads nothing twice`, async (t) => {
  const { rpcUrl, indexUrl, addresses } = network
  const home = join(work, 'alice')
  const participant = { home, store: join(work, 'store'), network: { rpcUrl, indexUrl, addresses } }
  await withSpace(participant, 'write', async (space) => {
    await network.fundEther(space.address, 10n ** 18n)
    await space.register('alice')
  })
  const source = join(work, 'source')
  const files = makeSource(source)
  const totalBytes = [...files.values()].reduce((sum, { length }) => sum + length, 0)

  /** The most that was ever reported as durable since the upload was last complete. */
  let durableBytes = 0
  let killed = 0
  let completed = 0
  let savedBytes = 0
  while (killed < rounds) {
    const upload = startUpload(participant, source, work)
    await upload.reached(killed % 2 === 0 ? 'durable' : 'open')
    const timer = setTimeout(upload.kill, random.fraction() * windowMs)
    await network.mine()
    const { lines, code, errors } = await upload.ended
    clearTimeout(timer)
    assert.ok(code === 0 || code === null, errors)
    assertNothingReadTwice(lines, totalBytes - durableBytes)
    savedBytes += durableBytes
    for (const line of lines)
      if (line.kind === 'durable') durableBytes = Math.max(durableBytes, line.bytesDone)
    if (code === null) killed += 1
    if (isComplete(home, durableBytes === totalBytes)) {
      // There is nothing left to interrupt; other content makes the next round an upload again.
      completed += 1
      durableBytes = 0
      for (const [path, bytes] of makeSource(source)) files.set(path, bytes)
    }
  }

  const { lines, code, errors } = await startUpload(participant, source, work).ended
  assert.equal(code, 0, errors)
  assertNothingReadTwice(lines, totalBytes - durableBytes)
  savedBytes += durableBytes
  const done = lines.at(-1)
  assert.ok(done?.kind === 'done' && done.complete && done.files === files.size)
  await withSpace(participant, 'read', async ({ folders }) => {
    const [folder] = await folders.own()
    await compareFolder(await folders.open(folder as Hex), files, new Set(['many']))
  })
  assert.ok(savedBytes > 0, 'nothing was durable before a kill, so nothing was proven')
  t.diagnostic(`${killed} kills, ${completed} uploads were complete in between`)
})

function assertNothingReadTwice(
  lines: Awaited<ReturnType<typeof startUpload>['ended']>['lines'],
  mostBytes: number,
) {
  const readBytes = lines.reduce((sum, line) => sum + (line.kind === 'read' ? line.bytes : 0), 0)
  assert.ok(readBytes <= mostBytes, `${readBytes} bytes were read, ${mostBytes} were not durable`)
}

/** The journal is removed when an upload is complete, and only then. */
function isComplete(home: string, isAllDurable: boolean): boolean {
  const journals = join(home, 'private/uploads')
  return isAllDurable && existsSync(journals) && readdirSync(journals).length === 0
}

/** Makes or replaces the source; about as much in large files as takes a second, and many small ones. */
function makeSource(root: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  mkdirSync(join(root, 'many'), { recursive: true })
  const add = (path: string, sizeBytes: number) => {
    files.set(path, random.bytes(sizeBytes))
    writeFileSync(join(root, path), files.get(path) as Uint8Array)
  }
  add('large', 90_000_001)
  for (let i = 0; i < 8; i++) add(`medium-${i}`, 3_000_000 + i)
  for (let i = 0; i < 800; i++) add(`many/${i}`, (i * 37) % 20_000)
  return files
}
