// One round of sealed files on the pack store: one large file in chunks, small files in shared blocks and a
// directory over them, each file read from disk; durable. Prints its figures as JSON.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openPackStore } from '@space/backend-pack'
import type { BlockStore } from '@space/sdk/storage'
import { formats } from '@space/sdk/testing'
import { measureSeconds } from './measure.ts'

const { BlockWriter, bundleFiles, fetchFrom, openFile, openFileRange, randomId, sealDirectory, sealFile } =
  formats

type BlockKeying = formats.BlockKeying
type DirectoryEntry = formats.DirectoryEntry
type SealedBlock = formats.SealedBlock
type SealedFile = formats.SealedFile

const [directory = '', largeFile = '', smallDirectory = '', smallCount = '0'] = process.argv.slice(2)
const keying: BlockKeying = { kind: 'convergent', key: crypto.getRandomValues(new Uint8Array(32)) }
const sizeBytes = statSync(largeFile).size
let sealed: SealedFile | undefined

function* readLarge(): Generator<Uint8Array> {
  const fd = openSync(largeFile, 'r')
  const buffer = new Uint8Array(2 ** 20)
  for (let length = readSync(fd, buffer); length > 0; length = readSync(fd, buffer)) {
    yield buffer.subarray(0, length)
  }
  closeSync(fd)
}

async function writeLarge(store: BlockStore): Promise<void> {
  const writer = new BlockWriter(store)
  sealed = await sealFile(readLarge(), { keying, sizeBytes, write: (block) => writer.add(block) })
  await writer.flush()
}

function* readSmall(): Generator<{ name: string; bytes: Uint8Array }> {
  for (let i = 0; i < Number(smallCount); i++) {
    yield { name: String(i), bytes: readFileSync(join(smallDirectory, String(i))) }
  }
}

async function writeSmall(store: BlockStore): Promise<void> {
  const writer = new BlockWriter(store)
  const write = (block: SealedBlock) => writer.add(block)
  const entries: DirectoryEntry[] = []
  for await (const { block, files } of bundleFiles(readSmall(), keying)) {
    await write(block)
    for (const { item, content } of files) {
      entries.push({ id: randomId(), name: item.name, kind: 'file', modifiedMs: 0, content })
    }
  }
  await sealDirectory(entries, { keying, write })
  await writer.flush()
}

const { blocks, close } = await openPackStore(directory)
const write = await measureSeconds(() => writeLarge(blocks))
let readBytes = 0
const read = await measureSeconds(async () => {
  if (sealed === undefined) throw new Error('nothing was sealed')
  const fetchBlock = fetchFrom({ blocks })
  const node = await openFile(sealed.pointer, fetchBlock)
  for await (const bytes of openFileRange(node, fetchBlock, { start: 0, end: node.sizeBytes })) {
    readBytes += bytes.length
  }
})
const small = await measureSeconds(() => writeSmall(blocks))
await close()
const peakRssBytes = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ write, read, readBytes, small, peakRssBytes }))
