import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
  writevSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Mode of every file of a store: its owner alone. */
export const fileMode = 0o600

/** Creates a directory and its parents for their owner alone, durably. */
export function makeDirectory(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) syncDirectory(dirname(made))
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

/** Makes the entries of a directory durable: a file that was created or renamed there stays there. */
export function syncDirectory(path: string): void {
  // Windows has no such call; NTFS journals directory entries itself.
  if (process.platform === 'win32') return
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Puts a file in place whole: after a crash the old or the new content is there, never a part. */
export function replaceFile(path: string, pieces: readonly Uint8Array[]): void {
  const temporary = `${path}.new`
  const fd = openSync(temporary, 'w', fileMode)
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
