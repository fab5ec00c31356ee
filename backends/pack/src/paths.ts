import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Where things lie in the directory of a store. */
export type StorePaths = {
  readonly root: string
  readonly version: string
  readonly locks: string
  readonly segments: string
  readonly heads: string
  /** The blocks of segment n: a CARv1 body. */
  segment(number: number): string
  /** The commits of segment n while it grows. */
  journal(number: number): string
  /** The index of segment n once it is sealed. */
  index(number: number): string
}

/** The paths of the store in a directory. */
export function storePaths(root: string): StorePaths {
  const segments = join(root, 'packs')
  const file = (number: number, extension: string) =>
    join(segments, `${String(number).padStart(8, '0')}.${extension}`)
  return {
    root,
    version: join(root, 'VERSION'),
    locks: join(root, 'locks'),
    segments,
    heads: join(root, 'heads'),
    segment: (number) => file(number, 'pack'),
    journal: (number) => file(number, 'journal'),
    index: (number) => file(number, 'idx'),
  }
}

/** Numbers of the segments in a store, ascending, and the first number that no file uses. */
export function listSegments(paths: StorePaths): { numbers: number[]; next: number } {
  const numbers: number[] = []
  let next = 1
  for (const name of readdirSync(paths.segments)) {
    const match = /^(\d{8})\.(pack|journal|idx)$/.exec(name)
    if (match === null) continue
    const number = Number(match[1])
    next = Math.max(next, number + 1)
    if (match[2] === 'pack') numbers.push(number)
  }
  return { numbers: numbers.sort((a, b) => a - b), next }
}
