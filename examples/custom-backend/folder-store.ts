import { mkdirSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Backend,
  type Block,
  checkBlock,
  checkCid,
  checkExpected,
  checkHeadSignature,
  checkHeadValue,
  checkLabel,
  equalBytes,
  type GetOptions,
  iterateAbortable,
  MAX_BLOCK_BYTES,
  type OperationOptions,
  type PutOptions,
  type PutReceipt,
  SpaceError,
  toHex,
  type VerifyHead,
} from '@space/sdk/storage'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'

/** A block on disk. Its file is called `NUMBER-CID`, so that a sorted directory is in the order of arrival. */
type Stored = { readonly cid: CID; readonly file: string; readonly sizeBytes: number }

/**
 * Opens a backend that keeps each block and each head in a file of its own. A file appears under its name when its bytes
 * are on the disk. With `verifyHead`, it takes only heads that this check confirms. One process may use a folder at a
 * time.
 */
export async function openFolderStore(
  folder: string,
  { verifyHead }: { verifyHead?: VerifyHead } = {},
): Promise<Backend> {
  const blocksFolder = join(folder, 'blocks')
  const headsFolder = join(folder, 'heads')
  for (const path of [blocksFolder, headsFolder]) mkdirSync(path, { recursive: true })

  const stored = await readStored(blocksFolder)
  const damaged = new Set<string>()
  let nextNumber = 1 + Math.max(0, ...[...stored.values()].map(({ file }) => Number.parseInt(file, 10)))
  let isClosed = false
  let lastWrite: Promise<unknown> = Promise.resolve()

  const begin = ({ signal }: OperationOptions) => {
    signal?.throwIfAborted()
    if (isClosed) throw new SpaceError('STORE_CLOSED', { backend: folder })
  }
  /** Runs writes one after the other, so that none comes between the check and the change of another. */
  const inTurn = <Result>(write: () => Promise<Result>): Promise<Result> => {
    const result = lastWrite.then(write)
    lastWrite = result.catch(() => {})
    return result
  }
  const has = (key: string) => stored.has(key) && !damaged.has(key)

  /** Stores a block that was checked; says whether it is new. */
  const add = async ({ cid, bytes }: Block): Promise<boolean> => {
    const key = keyOf(cid)
    if (has(key)) return false
    const previous = stored.get(key)
    const file = `${String(nextNumber++).padStart(12, '0')}-${cid}`
    await writeWhole(blocksFolder, file, bytes)
    stored.delete(key)
    stored.set(key, { cid: CID.parse(cid.toString()), file, sizeBytes: bytes.length })
    damaged.delete(key)
    if (previous !== undefined) await rm(join(blocksFolder, previous.file))
    return true
  }

  const putBatch = async (
    blocks: Iterable<Block> | AsyncIterable<Block>,
    options: PutOptions = {},
  ): Promise<PutReceipt> => {
    begin(options)
    const receipt = { blocks: 0, newBlocks: 0, sizeBytes: 0, durable: true }
    for await (const block of iterateAbortable(blocks, options.signal)) {
      begin(options)
      checkBlock(block)
      // The caller may reuse its bytes as soon as it has them back.
      const { cid } = block
      const bytes = block.bytes.slice()
      if (options.verify !== false && !(await matches(cid, bytes))) {
        throw new SpaceError('BLOCK_CORRUPT', { cid: cid.toString(), where: 'the call to put' })
      }
      const isNew = await inTurn(() => add({ cid, bytes }))
      receipt.blocks += 1
      receipt.newBlocks += isNew ? 1 : 0
      receipt.sizeBytes += bytes.length
    }
    const { blocks: count, sizeBytes } = receipt
    if (count > 0) options.onProgress?.({ type: 'blocks-durable', blocks: count, sizeBytes })
    return receipt
  }

  const readHead = async (label: Uint8Array): Promise<Uint8Array | null> => {
    try {
      return new Uint8Array(await readFile(join(headsFolder, toHex(label))))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  return {
    id: folder,
    capabilities: { maxBlockBytes: MAX_BLOCK_BYTES, writable: true, persistent: true, trust: 'own' },
    blocks: {
      put: (block, options) => putBatch([block], options),
      putBatch,
      get: async (cid: CID, options: GetOptions = {}) => {
        begin(options)
        checkCid(cid)
        const key = keyOf(cid)
        const found = stored.get(key)
        if (found === undefined) {
          throw new SpaceError('BLOCK_MISSING', { cid: cid.toString(), backend: folder })
        }
        const bytes = new Uint8Array(await readFile(join(blocksFolder, found.file)))
        if (options.verify !== false && !(await matches(cid, bytes))) {
          // A good copy may take its place from now on.
          damaged.add(key)
          throw new SpaceError('BLOCK_CORRUPT', { cid: cid.toString(), where: folder })
        }
        return bytes
      },
      has: async (cids, options = {}) => {
        begin(options)
        for (const cid of cids) checkCid(cid)
        return cids.map((cid) => has(keyOf(cid)))
      },
      list: async function* (options = {}) {
        begin(options)
        for (const [key, { cid }] of [...stored]) {
          begin(options)
          if (has(key)) yield cid
        }
      },
      stat: async (options = {}) => {
        begin(options)
        const sizes = [...stored.values()].map(({ sizeBytes }) => sizeBytes)
        return { blocks: stored.size, sizeBytes: sizes.reduce((sum, size) => sum + size, 0) }
      },
      // Every block is durable when its `put` resolves; what is left are writes under way.
      sync: async (options = {}) => {
        begin(options)
        await lastWrite
      },
    },
    heads: {
      get: async (label, options = {}) => {
        begin(options)
        checkLabel(label)
        return readHead(label)
      },
      compareAndSet: async (label, expected, next, options = {}) => {
        begin(options)
        checkLabel(label)
        checkHeadValue(next)
        const bytes = next.slice()
        await checkHeadSignature(label, bytes, verifyHead)
        await inTurn(async () => {
          checkExpected(label, await readHead(label), expected)
          await writeWhole(headsFolder, toHex(label), bytes)
        })
      },
    },
    close: async () => {
      isClosed = true
      await lastWrite
    },
  }
}

/** What a folder holds, oldest first; what a killed process left unfinished is removed. */
async function readStored(folder: string): Promise<Map<string, Stored>> {
  const stored = new Map<string, Stored>()
  for (const file of (await readdir(folder)).sort()) {
    if (file.endsWith('.new')) {
      await rm(join(folder, file))
      continue
    }
    const cid = CID.parse(file.slice(file.indexOf('-') + 1))
    const handle = await open(join(folder, file))
    const { size } = await handle.stat()
    await handle.close()
    // The later of two copies is the one that took the place of a damaged one.
    stored.delete(keyOf(cid))
    stored.set(keyOf(cid), { cid, file, sizeBytes: size })
  }
  return stored
}

/** Writes a file that is either whole under its name, or not there. */
async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = join(folder, `${name}.new`)
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, name))
  // The name is durable once the directory is.
  const directory = await open(folder)
  await directory.sync().finally(() => directory.close())
}

/** A block is known by its hash, whatever its codec. */
function keyOf(cid: CID): string {
  return toHex(cid.multihash.digest)
}

async function matches(cid: CID, bytes: Uint8Array): Promise<boolean> {
  return equalBytes((await sha256.digest(bytes)).digest, cid.multihash.digest)
}
