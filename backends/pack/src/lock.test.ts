import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { rejectsWith } from '@space/sdk/testing'
import { seed } from '../../../test/support/random.ts'
import { acquireLock } from './lock.ts'
import { storePaths } from './paths.ts'
import { currentProcess, decodeIdentity, encodeIdentity, mayBeAlive } from './process-identity.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const contender = fileURLToPath(new URL('./testing/contend-for-lock.ts', import.meta.url))
const isLinux = process.platform === 'linux'

function freshPaths() {
  const paths = storePaths(temporaryDirectory())
  mkdirSync(paths.locks)
  return paths
}

describe('acquireLock', () => {
  it('refuses a second holder by pid and with a fix, until the first one lets go', async () => {
    const paths = freshPaths()
    const lock = await acquireLock(paths)
    assert.equal(statSync(join(paths.locks, readdirSync(paths.locks)[0] ?? '')).mode & 0o777, 0o600)
    const error = await rejectsWith(acquireLock(paths), 'STORE_LOCKED')
    assert.equal(error.data.pid, process.pid)
    assert.equal(error.data.host, hostname())
    assert.match(error.summary, new RegExp(`process ${process.pid}`))
    assert.deepEqual(readdirSync(paths.locks).length, 1)
    lock.release()
    const next = await acquireLock(paths)
    next.release()
    assert.deepEqual(readdirSync(paths.locks), [])
  })

  it('waits as long as it is told', async () => {
    const paths = freshPaths()
    const lock = await acquireLock(paths)
    setTimeout(() => lock.release(), 300)
    const next = await acquireLock(paths, { timeoutMs: 30_000 })
    next.release()
  })

  it('stops waiting when it is aborted, and leaves nothing', async () => {
    const paths = freshPaths()
    const lock = await acquireLock(paths)
    const controller = new AbortController()
    const waiting = acquireLock(paths, { timeoutMs: 60_000, signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 60)
    await assert.rejects(waiting, /enough/)
    assert.equal(readdirSync(paths.locks).length, 1)
    lock.release()
  })

  it('takes over from a process that is gone', {
    skip: !isLinux && 'start times come from /proc',
  }, async () => {
    const paths = freshPaths()
    const self = currentProcess()
    const { pid } = spawnSync(process.execPath, ['--version'])
    const gone = [
      { ...self, pid, token: '01' },
      // Its number went to another process since.
      { ...self, start: '1', token: '02' },
      { ...self, boot: 'deadbeef', token: '03' },
    ]
    for (const identity of gone) writeFileSync(join(paths.locks, encodeIdentity(identity)), '')
    const lock = await acquireLock(paths)
    assert.equal(readdirSync(paths.locks).length, 1)
    lock.release()
  })

  it('leaves the lock of another machine alone and names the file to delete', async () => {
    const paths = freshPaths()
    const name = encodeIdentity({ ...currentProcess(), host: 'other_host/é' })
    writeFileSync(join(paths.locks, name), '')
    const error = await rejectsWith(acquireLock(paths), 'STORE_LOCKED')
    assert.equal(error.data.host, 'other_host/é')
    assert.equal(error.data.lockFile, join(paths.locks, name))
    assert.match(error.fix, /delete/)
  })

  it(`lets in one process at a time (SPACE_SEED=${seed})`, async () => {
    const paths = freshPaths()
    const run = promisify(execFile)
    const env = { ...process.env, SPACE_SEED: String(seed) }
    const contend = (label: string) => run(process.execPath, [contender, paths.root, '15', label], { env })
    await Promise.all(['one', 'two', 'three', 'four'].map(contend))
    assert.deepEqual(readdirSync(paths.locks), [])
  })
})

describe('process identity', () => {
  it('goes through a file name and back', () => {
    const identity = { ...currentProcess(), host: 'a_b/c é' }
    assert.deepEqual(decodeIdentity(encodeIdentity(identity)), identity)
    assert.doesNotMatch(encodeIdentity(identity), /\//)
    assert.equal(decodeIdentity('readme.txt'), undefined)
  })

  it('takes this process and, in doubt, any other for alive', () => {
    const self = currentProcess()
    assert.ok(mayBeAlive(self))
    assert.ok(mayBeAlive({ ...self, start: '' }))
    assert.ok(mayBeAlive({ ...self, host: 'elsewhere', pid: 1 }))
  })
})
