import { closeSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withStoreErrors } from '@space/sdk/node'
import { SpaceError } from '@space/sdk/storage'
import { FILE_MODE } from './durable-files.ts'
import type { StorePaths } from './paths.ts'
import {
  currentProcess,
  decodeIdentity,
  encodeIdentity,
  mayBeAlive,
  type ProcessIdentity,
} from './process-identity.ts'

/** The right to write to a store. */
export type WriteLock = {
  /** Gives the right back. */
  release(): void
}

/** How often candidates that came at the same moment, and all stepped back, try again. */
const retriesAfterTie = 5

/**
 * Takes the write lock of a store. Each candidate announces itself by a file of its own and then looks for
 * others: of two holders the later one would have seen the first, so there is never more than one. Removing
 * the file of a dead process can never hit a live one, since no two files have the same name.
 *
 * Rejects with `STORE_LOCKED` when another process holds it longer than `timeoutMs`.
 */
export async function acquireLock(
  paths: StorePaths,
  options: { timeoutMs?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<WriteLock> {
  const deadline = Date.now() + (options.timeoutMs ?? 0)
  for (let attempt = 0; ; attempt++) {
    options.signal?.throwIfAborted()
    const own = encodeIdentity(currentProcess())
    const release = () => rmSync(join(paths.locks, own), { force: true })
    const other = withStoreErrors(paths.root, paths.locks, () => {
      try {
        closeSync(openSync(join(paths.locks, own), 'wx', FILE_MODE))
        return findOther(paths.locks, own)
      } catch (error) {
        release()
        throw error
      }
    })
    if (other === undefined) return { release }
    release()
    if (attempt >= retriesAfterTie && Date.now() >= deadline) throw lockedError(paths, other)
    // A sleep that is cut short ends in the check at the top.
    await sleep(5 + Math.random() * 40, undefined, { signal: options.signal }).catch(() => {})
  }
}

/** Another process that may be alive and has announced itself; dead ones are cleared away. */
function findOther(locks: string, own: string): ProcessIdentity | undefined {
  for (const name of readdirSync(locks)) {
    const identity = name === own ? undefined : decodeIdentity(name)
    if (identity === undefined) continue
    if (mayBeAlive(identity)) return identity
    rmSync(join(locks, name), { force: true })
  }
  return undefined
}

function lockedError(paths: StorePaths, { pid, host, ...rest }: ProcessIdentity): SpaceError {
  const lockFile = join(paths.locks, encodeIdentity({ pid, host, ...rest }))
  return new SpaceError('STORE_LOCKED', { directory: paths.root, pid, host, lockFile })
}
