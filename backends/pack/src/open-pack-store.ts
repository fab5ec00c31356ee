import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { errnoOf, withStoreErrors } from '@space/sdk/node'
import type { Backend } from '@space/sdk/storage'
import { MAX_BLOCK_BYTES, SpaceError } from '@space/sdk/storage'
import { BlockIndex } from './block-index.ts'
import { makeDirectory, replaceFile } from './durable-files.ts'
import { HeadFiles } from './head-files.ts'
import { acquireLock } from './lock.ts'
import { type StorePaths, storePaths } from './paths.ts'
import { recoverSegments } from './recover.ts'
import { SegmentBlocks } from './segment-blocks.ts'
import { SegmentFiles } from './segment-files.ts'
import { SegmentFollower } from './segment-follower.ts'
import { type Durability, SegmentWriter } from './segment-writer.ts'

/** Options of `openPackStore`. */
export type PackStoreOptions = {
  /** `write` (default) takes the lock of the store and creates it if need be; `read` goes beside a writer. */
  readonly access?: 'write' | 'read' | undefined
  /**
   * When blocks become durable without `sync`. `batch` (default): at the end of each `putBatch`, and every
   * 64 MiB or second; `always`: before each `put` resolves too; `none`: only by `sync`, `close` and heads.
   */
  readonly durability?: Durability | undefined
  /** How long to wait for another writer to close the store; 0 by default. */
  readonly lockTimeoutMs?: number | undefined
  /** Size at which a segment is sealed; 256 MiB by default and at most. */
  readonly segmentBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const version = 'space-pack-store 1'
const maxSegmentBytes = 256 * 1024 * 1024

/**
 * Opens the block store in a directory: append-only segments that survive a kill at any instruction. One process
 * writes, any number read beside it.
 *
 * Rejects with `STORE_LOCKED`, `STORE_MISSING` (reading what is not there), `STORE_VERSION`, `STORE_CORRUPT`,
 * `STORE_FULL`, `STORE_DENIED` or `STORE_FAILED`.
 *
 * @example
 * ```ts
 * import { openPackStore } from '@space/backend-pack'
 *
 * const store = await openPackStore('/tmp/space-example-store')
 * console.log(await store.blocks.stat())
 * await store.close()
 * ```
 */
export async function openPackStore(directory: string, options: PackStoreOptions = {}): Promise<Backend> {
  options.signal?.throwIfAborted()
  const paths = storePaths(resolve(directory))
  const segmentBytes = options.segmentBytes ?? maxSegmentBytes
  if (!(segmentBytes > 0 && segmentBytes <= maxSegmentBytes)) {
    throw new SpaceError('INPUT_INVALID', {
      what: 'segmentBytes',
      reason: `${segmentBytes} is not between 1 and ${maxSegmentBytes}`,
    })
  }
  return options.access === 'read'
    ? openForReading(paths)
    : openForWriting(paths, { ...options, segmentBytes, durability: options.durability ?? 'batch' })
}

function openForReading(paths: StorePaths): Backend {
  if (!checkVersion(paths)) throw new SpaceError('STORE_MISSING', { directory: paths.root })
  const index = new BlockIndex()
  const files = new SegmentFiles(paths)
  const follower = new SegmentFollower(paths, index)
  try {
    follower.refresh()
  } catch (error) {
    follower.close()
    throw error
  }
  const blocks = new SegmentBlocks({ paths, index, files, durability: 'none', writer: undefined, follower })
  return assemble(paths, blocks, false, async () => {
    follower.close()
    files.close()
  })
}

async function openForWriting(
  paths: StorePaths,
  options: PackStoreOptions & { segmentBytes: number; durability: Durability },
): Promise<Backend> {
  withStoreErrors(paths.root, paths.root, () => {
    for (const path of [paths.root, paths.locks, paths.segments, paths.heads]) makeDirectory(path)
  })
  const lock = await acquireLock(paths, { timeoutMs: options.lockTimeoutMs, signal: options.signal })
  try {
    if (!checkVersion(paths)) {
      withStoreErrors(paths.root, paths.version, () =>
        replaceFile(paths.version, [new TextEncoder().encode(`${version}\n`)]),
      )
    }
    const { durability, segmentBytes } = options
    const index = new BlockIndex()
    const files = new SegmentFiles(paths)
    const segment = withStoreErrors(paths.root, paths.segments, () => recoverSegments(paths, index))
    const writer = new SegmentWriter(paths, index, { durability, segmentBytes, segment })
    try {
      // What recovery found behind the journal is shown to readers before anybody builds on it.
      await writer.commit()
    } catch (error) {
      await writer.close().catch(() => {})
      throw error
    }
    const blocks = new SegmentBlocks({ paths, index, files, durability, writer, follower: undefined })
    return assemble(paths, blocks, true, async () => {
      try {
        await writer.close()
      } finally {
        files.close()
        lock.release()
      }
    })
  } catch (error) {
    lock.release()
    throw error
  }
}

function assemble(
  paths: StorePaths,
  blocks: SegmentBlocks,
  writable: boolean,
  release: () => Promise<void>,
): Backend {
  const heads = new HeadFiles(paths, blocks, writable)
  let closing: Promise<void> | undefined
  return {
    id: paths.root,
    capabilities: { maxBlockBytes: MAX_BLOCK_BYTES, writable, persistent: true, trust: 'own' },
    blocks,
    heads,
    close() {
      blocks.close()
      heads.close()
      closing ??= release()
      return closing
    },
  }
}

/** Whether there is a store of this format; throws `STORE_VERSION` if it has another one. */
function checkVersion(paths: StorePaths): boolean {
  return withStoreErrors(paths.root, paths.version, () => {
    let found: string
    try {
      found = readFileSync(paths.version, 'utf8').trim()
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false
      throw error
    }
    if (found !== version) {
      throw new SpaceError('STORE_VERSION', { directory: paths.root, found, expected: version })
    }
    return true
  })
}
