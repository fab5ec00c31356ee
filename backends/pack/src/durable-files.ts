import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  write,
  writeSync,
  writevSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { errnoOf, syncDirectory } from '@space/sdk/node'

/** Mode of every file of a store: its owner alone. */
export const FILE_MODE = 0o600

/** Creates a directory and its parents for their owner alone, durably. */
export function makeDirectory(path: string): void {
  // Not with `recursive`, which reports a read-only file system as a missing directory.
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
  syncDirectory(dirname(path))
}

/** Writes all of the pieces one after the other at a position, however often the system writes less. */
export function writeAllAt(fd: number, pieces: readonly Uint8Array[], position: number): void {
  let rest = pieces.filter((piece) => piece.length > 0)
  let at = position
  while (rest.length > 0) {
    let written =
      rest.length === 1
        ? writeSync(fd, rest[0] as Uint8Array, 0, rest[0]?.length, at)
        : writevSync(fd, rest, at)
    at += written
    while (rest[0] !== undefined && written >= rest[0].length) {
      written -= rest[0].length
      rest = rest.slice(1)
    }
    if (rest[0] !== undefined && written > 0) rest = [rest[0].subarray(written), ...rest.slice(1)]
  }
}

/** Writes all of some bytes at a position, outside of the main thread, however often the system writes less. */
export async function writeAll(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += await new Promise<number>((resolve, reject) => {
      write(fd, bytes, done, bytes.length - done, position + done, (error, written) =>
        error === null ? resolve(written) : reject(error),
      )
    })
  }
}

/** Puts a file in place whole: after a crash the old or the new content is there, never a part. */
export function replaceFile(path: string, pieces: readonly Uint8Array[]): void {
  const temporary = `${path}.new`
  const fd = openSync(temporary, 'w', FILE_MODE)
  try {
    try {
      writeAllAt(fd, pieces, 0)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncDirectory(dirname(path))
}

/** Cuts a file if it is longer, so that a failed write gives its space back. */
export function cutFile(fd: number, sizeBytes: number): void {
  try {
    ftruncateSync(fd, sizeBytes)
  } catch {
    // What lies behind the end is never read, and the next write goes over it.
  }
}
