import { cpSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Copies what the network is started from beside the built package. */
export function copyAssets(dist: string): void {
  const filter = (path: string) => basename(path) !== 'stamp'
  cpSync(join(import.meta.dirname, '../build'), join(dist, 'build'), { recursive: true, filter })
}
