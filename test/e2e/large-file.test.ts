import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { withSpace } from '../../examples/quickstart/participants/participant.ts'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'
import { createRandom } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { ReadReport } from './support/read-child.ts'
import { startUpload } from './support/start-upload.ts'

const sizeMiB = 1_024
const mostKiB = 300_000

let work: string
let network: LocalNetwork

before(async () => {
  work = temporaryFolder()
  network = await startLocalNetwork()
})

after(async () => {
  await network?.stop()
})

test('a file of 1 GiB is uploaded and read in at most 300 MB of memory', async (t) => {
  const { rpcUrl, indexUrl, addresses } = network
  const participant = {
    home: join(work, 'alice'),
    store: join(work, 'store'),
    network: { rpcUrl, indexUrl, addresses },
  }
  await withSpace(participant, 'write', async (space) => {
    await network.fundEther(space.address, 10n ** 18n)
    await space.register('alice')
  })
  const source = join(work, 'source')
  const sha256 = makeRandomFile(source, 'large.bin')

  const { lines, code, errors } = await startUpload(participant, source, work).ended
  assert.equal(code, 0, errors)
  const done = lines.at(-1)
  assert.ok(done?.kind === 'done' && done.complete)
  reportFigures(t, 'uploading', done)
  assert.ok(done.peakKiB <= mostKiB, `${done.peakKiB} KiB`)

  const script = join(import.meta.dirname, 'support/read-child.ts')
  const args = [script, JSON.stringify(participant), 'large.bin']
  const report = JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as ReadReport
  assert.equal(report.sha256, sha256)
  reportFigures(t, 'reading', report)
  assert.ok(report.peakKiB <= mostKiB, `${report.peakKiB} KiB`)
})

function reportFigures(
  t: { diagnostic(text: string): void },
  what: string,
  figures: { peakKiB: number; ms: number },
) {
  const speed = ((sizeMiB << 20) / 1e3 / figures.ms).toFixed(0)
  t.diagnostic(`${what}: ${speed} MB/s, ${(figures.peakKiB / 1_024).toFixed(0)} MiB of memory at most`)
}

/** Makes the file piece by piece; gives its hash. */
function makeRandomFile(directory: string, name: string): string {
  mkdirSync(directory)
  const file = openSync(join(directory, name), 'w')
  const hash = createHash('sha256')
  const random = createRandom('large-file')
  for (let i = 0; i < sizeMiB; i++) {
    const piece = random.bytes(1 << 20)
    hash.update(piece)
    writeSync(file, piece)
  }
  closeSync(file)
  return hash.digest('hex')
}
