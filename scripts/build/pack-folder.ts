import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Packs a folder as npm publishes it, into another; returns the tarball's path. */
export function packFolder(folder: string, destination: string): string {
  // Whatever the user's settings are, npm's errors are to be seen.
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', destination]
  const { stdout, stderr, status } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`)
  const [tarball] = JSON.parse(stdout) as [{ filename: string }]
  return join(destination, tarball.filename)
}
