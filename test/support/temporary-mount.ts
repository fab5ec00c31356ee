import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** A small file system in memory, or the reason why there is none here. */
export type TemporaryMount = { path: string; remount(option: 'ro' | 'rw'): void } | { unavailable: string }

/** Mounts a file system of the given size until the test file (or suite) ends; takes Linux and root. */
export function temporaryMount(sizeBytes: number): TemporaryMount {
  const path = mkdtempSync(join(tmpdir(), 'space-mount-'))
  const mount = (...options: string[]) => spawnSync('mount', options, { encoding: 'utf8' })
  after(() => {
    spawnSync('umount', ['--lazy', path])
    rmdirSync(path)
  })
  const mounted = mount('-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', path)
  if (mounted.status !== 0) {
    return { unavailable: `no file system can be mounted here: ${mounted.stderr ?? mounted.error}` }
  }
  return {
    path,
    remount(option) {
      const done = mount('-o', `remount,${option}`, path)
      if (done.status !== 0) throw new Error(done.stderr)
    },
  }
}
