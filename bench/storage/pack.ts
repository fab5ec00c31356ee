/**
 * The pack store against the limits of the machine, all in one run:
 *
 *     node bench/storage/pack.ts [rounds [MiB [small blocks]]]
 */
import { hash } from 'node:crypto'
import { closeSync, fdatasyncSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openPackStore } from '@space/backend-pack'
import type { Backend, Block } from '@space/sdk/storage'
import { formats } from '@space/sdk/testing'
import { createRandom } from '../../test/support/random.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { interleave, measureSeconds, printTable } from './measure.ts'

const { blockCid } = formats

const [rounds = 5, totalMiB = 256, smallCount = 10_000] = process.argv.slice(2).map(Number)
const totalBytes = totalMiB * 2 ** 20
const smallBytes = 4096
const root = temporaryFolder()
const random = createRandom('bench')

/** Blocks that all differ, out of one buffer: a store is done with the bytes when it asks for the next block. */
function makeBlocks(count: number, sizeBytes: number): { cids: Block['cid'][]; blocks(): Generator<Block> } {
  const buffer = random.bytes(65_536)
  const bytes = new Uint8Array(sizeBytes)
  for (let at = 0; at < sizeBytes; at += buffer.length) bytes.set(buffer.subarray(0, sizeBytes - at), at)
  const stamp = (i: number) => new DataView(bytes.buffer).setUint32(0, i)
  const cids = Array.from({ length: count }, (_, i) => {
    stamp(i)
    return blockCid(new Uint8Array(hash('sha256', bytes, 'buffer')), 'raw')
  })
  return {
    cids,
    *blocks() {
      for (const [i, cid] of cids.entries()) {
        stamp(i)
        yield { cid, bytes }
      }
    },
  }
}

const large = makeBlocks(totalBytes / 2 ** 20, 2 ** 20)
const medium = makeBlocks(totalBytes / 2 ** 18, 2 ** 18)
const small = makeBlocks(smallCount, smallBytes)

async function withStore(work: (store: Backend) => Promise<number>): Promise<number> {
  const directory = join(root, 'store')
  const store = await openPackStore(directory)
  try {
    return await work(store)
  } finally {
    await store.close()
    rmSync(directory, { recursive: true })
  }
}

const write = (source: typeof large, verify: boolean) =>
  withStore((store) => measureSeconds(() => store.blocks.putBatch(source.blocks(), { verify })))

const read = (source: typeof large) =>
  withStore(async (store) => {
    await store.blocks.putBatch(source.blocks(), { verify: false })
    return measureSeconds(async () => {
      for (const cid of source.cids) await store.blocks.get(cid)
    })
  })

const putOneByOne = () =>
  withStore((store) =>
    measureSeconds(async () => {
      for (const block of small.blocks()) await store.blocks.put(block)
      await store.blocks.sync()
    }),
  )

/** Seconds to write the blocks to a plain file with one fdatasync, and to read them back. */
async function plainFile(): Promise<{ write: number; read: number }> {
  const path = join(root, 'plain')
  const fd = openSync(path, 'w+')
  // The first pass pays for page cache that the machine has to find; the cases that follow use it again.
  for (const { bytes } of large.blocks()) writeSync(fd, bytes)
  ftruncateSync(fd, 0)
  const buffer = new Uint8Array(2 ** 20)
  let at = 0
  const seconds = {
    write: await measureSeconds(() => {
      for (const { bytes } of large.blocks()) at += writeSync(fd, bytes, 0, bytes.length, at)
      fdatasyncSync(fd)
    }),
    read: await measureSeconds(() => {
      for (at = 0; at < totalBytes; at += buffer.length) readSync(fd, buffer, 0, buffer.length, at)
    }),
  }
  closeSync(fd)
  rmSync(path)
  return seconds
}

const seconds = await interleave(
  {
    plainWrite: async () => (await plainFile()).write,
    write1MiB: () => write(large, false),
    write256KiB: () => write(medium, false),
    writeVerified: () => write(large, true),
    plainRead: async () => (await plainFile()).read,
    hash: () =>
      measureSeconds(() => {
        for (const { bytes } of large.blocks()) hash('sha256', bytes, 'buffer')
      }),
    read1MiB: () => read(large),
    read256KiB: () => read(medium),
    smallBatch: () => write(small, true),
    smallPuts: putOneByOne,
    smallReads: () => read(small),
  },
  rounds,
)
const bulk = (name: string, measured: number, limit?: number) => [
  name,
  `${(totalBytes / 1e6 / measured).toFixed(0)} MB/s`,
  limit === undefined ? '' : (limit / measured).toFixed(2),
]
const many = (name: string, measured: number) => [name, `${(smallCount / measured).toFixed(0)} /s`, '']
console.log(`${totalMiB} MiB, and ${smallCount} blocks of 4 KiB; medians of ${rounds} interleaved rounds`)
printTable([
  ['', 'rate', 'of limit'],
  bulk('limit: write a file, fdatasync', seconds.plainWrite),
  bulk('write 1 MiB blocks, durable', seconds.write1MiB, seconds.plainWrite),
  bulk('write 256 KiB blocks, durable', seconds.write256KiB, seconds.plainWrite),
  bulk('write 1 MiB blocks, verified, durable', seconds.writeVerified, seconds.plainWrite + seconds.hash),
  bulk('limit: read a file, SHA-256', seconds.plainRead + seconds.hash),
  bulk('read 1 MiB blocks, verified', seconds.read1MiB, seconds.plainRead + seconds.hash),
  bulk('read 256 KiB blocks, verified', seconds.read256KiB, seconds.plainRead + seconds.hash),
  many('small blocks in one batch, verified, durable', seconds.smallBatch),
  many('small blocks put one by one, then durable', seconds.smallPuts),
  many('small blocks read, verified', seconds.smallReads),
])
