import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

const WAIT_MS = 200
/** Longer than anything that is done under a lock, in case another process got the number of a dead one. */
const STALE_MS = 300_000

/** Runs `work` while no other process holds the lock file; a lock whose process is gone does not count. */
export function withLock(file, work) {
  while (!take(file)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS)
  try {
    return work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isHeld(file)) rmSync(file, { force: true })
    return false
  }
}

function isHeld(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > STALE_MS) return false
    const holder = Number(readFileSync(file, 'utf8'))
    // Empty for the moment between the making and the writing of the file.
    return holder === 0 || process.kill(holder, 0)
  } catch (error) {
    // Any other error: it runs for another user, or has just given the lock back.
    return error.code !== 'ESRCH'
  }
}
