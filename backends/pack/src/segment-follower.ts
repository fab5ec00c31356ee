import { closeSync, openSync } from 'node:fs'
import { errnoOf, withStoreErrors } from '@space/sdk/node'
import type { BlockIndex } from './block-index.ts'
import { readJournal } from './journal.ts'
import {
  followSegment,
  loadSealedSegment,
  type SegmentPosition,
  scanSealedSegment,
  startOfSegment,
} from './load-segment.ts'
import { listSegments, type StorePaths } from './paths.ts'

type Growing = {
  readonly position: SegmentPosition
  readonly segmentFd: number
  readonly journalFd: number
  journalAt: number
}

/**
 * Keeps the index of a reading process up to date with a store that another process writes. It sees what the
 * journal says is durable, and nothing else.
 */
export class SegmentFollower {
  readonly #paths: StorePaths
  readonly #index: BlockIndex
  #finished = 0
  #growing: Growing | undefined

  constructor(paths: StorePaths, index: BlockIndex) {
    this.#paths = paths
    this.#index = index
  }

  /** Takes in what was committed since the last call. */
  refresh(): void {
    withStoreErrors(this.#paths.root, this.#paths.segments, () => {
      // The list is taken first: a segment that has a successor in it has had its last commit, so that what is
      // read of it from here on is all there is.
      const numbers = listSegments(this.#paths).numbers.filter((number) => number > this.#finished)
      for (const number of numbers) this.#take(number, number === numbers.at(-1))
    })
  }

  /** Lets go of the files. */
  close(): void {
    if (this.#growing === undefined) return
    closeSync(this.#growing.segmentFd)
    closeSync(this.#growing.journalFd)
    this.#growing = undefined
  }

  #take(number: number, isLast: boolean): void {
    if (this.#growing?.position.number !== number) {
      if (this.#takeSealed(number)) return
      this.close()
      this.#growing = this.#openGrowing(number)
      if (this.#growing === undefined) {
        // Sealed since the first look, or created this very moment, or its index is lost.
        if (this.#takeSealed(number) || isLast) return
        scanSealedSegment(this.#paths, number, this.#index)
        this.#finished = number
        return
      }
    }
    try {
      this.#follow(this.#growing)
    } catch (error) {
      // The next look starts over, and does not take what it finds behind the damage for good.
      this.close()
      throw error
    }
    if (isLast) return
    this.close()
    this.#finished = number
  }

  #takeSealed(number: number): boolean {
    if (!loadSealedSegment(this.#paths, number, this.#index)) return false
    this.#finished = number
    return true
  }

  #openGrowing(number: number): Growing | undefined {
    let journalFd: number
    try {
      journalFd = openSync(this.#paths.journal(number), 'r')
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined
      throw error
    }
    try {
      const segmentFd = openSync(this.#paths.segment(number), 'r')
      return { position: startOfSegment(number), segmentFd, journalFd, journalAt: 0 }
    } catch (error) {
      closeSync(journalFd)
      throw error
    }
  }

  #follow(growing: Growing): void {
    const { last, position } = readJournal(growing.journalFd, growing.journalAt)
    if (last === undefined) return
    if (last.end > growing.position.end) {
      followSegment(this.#paths, growing.segmentFd, growing.position, last, this.#index)
    }
    growing.journalAt = position
  }
}
