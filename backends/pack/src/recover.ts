import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, rmSync } from 'node:fs'
import type { BlockIndex } from './block-index.ts'
import { writeIndexFile } from './index-file.ts'
import { readJournal } from './journal.ts'
import {
  extendPack,
  followPack,
  loadSealedPack,
  type PackPosition,
  scanSealedPack,
  startOfPack,
} from './load-pack.ts'
import { listPacks, type StorePaths } from './paths.ts'

/** The pack that a writer goes on with. */
export type OpenPack = {
  readonly position: PackPosition
  readonly packFd: number
  readonly journalFd: number
  /** Bytes of the pack that the journal covers. */
  readonly committed: number
  /** Where the next journal record goes. */
  readonly journalAt: number
}

/**
 * Indexes all packs for a writer and puts in order what a crash left: an index that is missing is built again,
 * and of the pack that was growing everything that the journal lists is kept, and behind it every block that
 * is whole (its hash says so). The rest is cut off: it was never reported durable.
 */
export function recoverPacks(paths: StorePaths, index: BlockIndex): OpenPack | undefined {
  const { numbers } = listPacks(paths)
  const last = numbers.at(-1)
  for (const number of numbers) {
    if (loadSealedPack(paths, number, index)) {
      rmSync(paths.journal(number), { force: true })
    } else if (number === last && existsSync(paths.journal(number))) {
      return recoverGrowingPack(paths, number, index)
    } else {
      const { packBytes, entries } = scanSealedPack(paths, number, index)
      writeIndexFile(paths.index(number), packBytes, entries)
    }
  }
  return undefined
}

function recoverGrowingPack(paths: StorePaths, number: number, index: BlockIndex): OpenPack {
  const packFd = openSync(paths.pack(number), 'r+')
  let journalFd: number | undefined
  try {
    journalFd = openSync(paths.journal(number), 'r+')
    const position = startOfPack(number)
    const { last, position: journalAt } = readJournal(journalFd, 0)
    if (last !== undefined) followPack(paths, packFd, position, last, index)
    const packBytes = fstatSync(packFd).size
    const committed = position.end
    extendPack(packFd, position, packBytes, { verify: true }, index)
    if (position.end < packBytes) ftruncateSync(packFd, position.end)
    ftruncateSync(journalFd, journalAt)
    return { position, packFd, journalFd, committed, journalAt }
  } catch (error) {
    closeSync(packFd)
    if (journalFd !== undefined) closeSync(journalFd)
    throw error
  }
}
