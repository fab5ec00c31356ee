import { spawnSync } from 'node:child_process'
import { after } from 'node:test'
import { temporaryDirectory } from './temporary-directory.ts'

/** A small file system in memory, or the reason why there is none here. */
export type TemporaryMount = { path: string; remount(option: 'ro' | 'rw'): void } | { unavailable: string }

/** Mounts a file system of the given size until the test file (or suite) ends; takes Linux and root. */
export function temporaryMount(sizeBytes: number): TemporaryMount {
  const path = temporaryDirectory()
  const mount = (...options: string[]) => spawnSync('mount', options, { encoding: 'utf8' })
  const mounted = mount('-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', path)
  if (mounted.status !== 0) {
    return { unavailable: `no file system can be mounted here: ${mounted.stderr ?? mounted.error}` }
  }
  after(() => spawnSync('umount', ['--lazy', path]))
  return {
    path,
    remount(option) {
      const done = mount('-o', `remount,${option}`, path)
      if (done.status !== 0) throw new Error(done.stderr)
    },
  }
}
