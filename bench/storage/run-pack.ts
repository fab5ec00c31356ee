// One round of the pack store: blocks of 1 MiB, or one per small file, each file read from disk; durable.
// Prints its figures as JSON.
import { hash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { openPackStore } from '@space/backend-pack'
import type { Block } from '@space/sdk/storage'
import { formats } from '@space/sdk/testing'
import { measureSeconds } from './measure.ts'

const { blockCid } = formats

const [directory = '', largeFile = '', smallDirectory = '', smallCount = '0'] = process.argv.slice(2)

function blockOf(bytes: Uint8Array): Block {
  return { cid: blockCid(new Uint8Array(hash('sha256', bytes, 'buffer')), 'raw'), bytes }
}

const cids: Block['cid'][] = []

function* largeBlocks(): Generator<Block> {
  const fd = openSync(largeFile, 'r')
  const buffer = new Uint8Array(2 ** 20)
  for (let length = readSync(fd, buffer); length > 0; length = readSync(fd, buffer)) {
    const block = blockOf(buffer.subarray(0, length))
    cids.push(block.cid)
    yield block
  }
  closeSync(fd)
}

function* smallBlocks(): Generator<Block> {
  for (let i = 0; i < Number(smallCount); i++) yield blockOf(readFileSync(join(smallDirectory, String(i))))
}

const { blocks, close } = await openPackStore(directory)
// The CIDs come from these very bytes; hashing them again would show nothing.
const write = await measureSeconds(() => blocks.putBatch(largeBlocks(), { verify: false }))
let readBytes = 0
const read = await measureSeconds(async () => {
  for (const cid of cids) readBytes += (await blocks.get(cid)).length
})
const small = await measureSeconds(() => blocks.putBatch(smallBlocks(), { verify: false }))
await close()
const peakRssBytes = process.resourceUsage().maxRSS * 1024
console.log(JSON.stringify({ write, read, readBytes, small, peakRssBytes }))
