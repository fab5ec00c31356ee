import { closeSync, fsyncSync, openSync } from 'node:fs'

/**
 * Makes the entries of a directory durable: a file that was created or renamed there stays there after a crash.
 * Throws what the file system throws.
 *
 * @example
 * ```ts
 * import { syncDirectory } from '@space/sdk/node'
 *
 * syncDirectory('.')
 * ```
 */
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
