import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import type { Backend, Block } from '@space/sdk/storage'
import { SpaceError } from '@space/sdk/storage'
import { makeSeededBlock, rejectsWith } from '@space/sdk/testing'
import { createRandom } from '../../../test/support/random.ts'
import { openPackStore } from './open-pack-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const random = createRandom('damage')
const root = temporaryDirectory()
const original = join(root, 'original')
const blocks: Block[] = []
let copies = 0

/** A copy of a store of two sealed segments and a growing one, to be damaged. */
function copyStore(): string {
  const directory = join(root, `copy-${++copies}`)
  cpSync(original, directory, { recursive: true })
  return directory
}

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path)
  bytes[offset] = (bytes[offset] as number) ^ (1 << random.below(8))
  writeFileSync(path, bytes)
}

const sizeOf = (path: string) => readFileSync(path).length

/** Reads every block: all are right or refused with their CID. Returns how many were refused. */
async function countRefused(store: Backend): Promise<number> {
  let refused = 0
  for (const { cid, bytes } of blocks) {
    try {
      assert.deepEqual(await store.blocks.get(cid), bytes)
    } catch (error) {
      if (!SpaceError.is(error, 'BLOCK_CORRUPT')) throw error
      assert.equal(error.data.cid, cid.toString())
      refused += 1
    }
  }
  return refused
}

/** Opens a damaged store, for reading and then for writing, and hands it to a check. */
async function withStore(directory: string, check: (store: Backend) => Promise<void>): Promise<void> {
  for (const access of ['read', 'write'] as const) {
    const store = await openPackStore(directory, { access })
    await check(store)
    await store.close()
  }
}

before(async () => {
  const store = await openPackStore(original, { segmentBytes: 20_000 })
  for (let seed = 0; seed < 23; seed++) blocks.push(await makeSeededBlock(seed, 1000 + seed * 77))
  // Several batches, so that the journal has several records.
  for (let i = 0; i < blocks.length; i += 3) await store.blocks.putBatch(blocks.slice(i, i + 3))
  await store.close()
  assert.deepEqual(readdirSync(join(original, 'packs')), [
    '00000001.idx',
    '00000001.pack',
    '00000002.idx',
    '00000002.pack',
    '00000003.journal',
    '00000003.pack',
  ])
})

describe('damage to a store', () => {
  it('in a sealed segment costs the block that was hit, and nothing else', async () => {
    for (let round = 0; round < 40; round++) {
      const directory = copyStore()
      const path = join(directory, 'packs/00000001.pack')
      flip(path, random.below(sizeOf(path)))
      await withStore(directory, async (store) => assert.ok((await countRefused(store)) <= 1))
    }
  })

  it('in a growing segment costs the block that was hit, or is named when the store is opened', async () => {
    let refusedToOpen = 0
    for (let round = 0; round < 60; round++) {
      const directory = copyStore()
      const path = join(directory, 'packs/00000003.pack')
      // The first round hits the first head of a block for certain.
      const offset = round === 0 ? 20 : random.below(sizeOf(path))
      flip(path, offset)
      for (const access of ['read', 'write'] as const) {
        try {
          const store = await openPackStore(directory, { access })
          assert.equal(await countRefused(store), 1)
          await store.close()
        } catch (error) {
          if (!SpaceError.is(error, 'STORE_CORRUPT')) throw error
          assert.equal(error.data.path, path)
          assert.ok(error.data.offset <= offset && error.data.offset > offset - 40)
          refusedToOpen += 1
        }
      }
    }
    assert.ok(refusedToOpen >= 2)
  })

  it('in an index is repaired from its segment', async () => {
    for (let round = 0; round < 30; round++) {
      const directory = copyStore()
      const path = join(directory, `packs/0000000${1 + (round % 2)}.idx`)
      const bytes = readFileSync(path)
      if (round % 3 === 0) truncateSync(path, random.below(bytes.length))
      else if (round % 3 === 1) flip(path, random.below(bytes.length))
      else rmSync(path)
      await withStore(directory, async (store) => assert.equal(await countRefused(store), 0))
      assert.deepEqual(readFileSync(path), bytes)
    }
  })

  it('in the journal costs nothing once a writer has opened the store', async () => {
    for (let round = 0; round < 30; round++) {
      const directory = copyStore()
      const path = join(directory, 'packs/00000003.journal')
      if (round % 3 === 0) truncateSync(path, random.below(sizeOf(path)))
      else if (round % 3 === 1) flip(path, random.below(sizeOf(path)))
      else if (round === 2) rmSync(path)
      else writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(random.below(100), 0x5a)]))
      const store = await openPackStore(directory)
      assert.equal(await countRefused(store), 0)
      const reader = await openPackStore(directory, { access: 'read' })
      assert.equal(await countRefused(reader), 0)
      await reader.close()
      await store.close()
    }
  })

  it('by a segment that is shorter than what was durable is named', async () => {
    for (const number of [1, 3]) {
      const directory = copyStore()
      const path = join(directory, `packs/0000000${number}.pack`)
      const sizeBytes = random.below(sizeOf(path))
      truncateSync(path, sizeBytes)
      for (const access of ['read', 'write'] as const) {
        const error = await rejectsWith(openPackStore(directory, { access }), 'STORE_CORRUPT')
        assert.equal(error.data.path, path)
        assert.ok(error.data.offset <= sizeBytes)
      }
      assert.equal(sizeOf(path), sizeBytes, 'a damaged segment stays as it was found')
    }
  })

  it('to a sealed segment without an index is named at its block', async () => {
    const directory = copyStore()
    const path = join(directory, 'packs/00000002.pack')
    rmSync(join(directory, 'packs/00000002.idx'))
    flip(path, 1500)
    for (const access of ['read', 'write'] as const) {
      const error = await rejectsWith(openPackStore(directory, { access }), 'STORE_CORRUPT')
      assert.ok(error.data.offset <= 1500)
      assert.match(error.summary, /00000002\.pack is damaged at byte/)
    }
  })

  it('is mended as the error says: move the segment away, put its blocks again', async () => {
    for (const number of [1, 3]) {
      const directory = copyStore()
      rmSync(join(directory, `packs/0000000${number}.pack`))
      const reader = await openPackStore(directory, { access: 'read' })
      const here = await reader.blocks.has(blocks.map(({ cid }) => cid))
      assert.ok(here.includes(false) && here.includes(true))
      const gone = blocks[here.indexOf(false)] as Block
      await rejectsWith(reader.blocks.get(gone.cid), 'BLOCK_MISSING')
      const store = await openPackStore(directory)
      const receipt = await store.blocks.putBatch(blocks)
      assert.equal(receipt.newBlocks, here.filter((present) => !present).length)
      for (const one of [store, reader]) assert.equal(await countRefused(one), 0)
      await reader.close()
      await store.close()
      await withStore(directory, async (one) => assert.equal(await countRefused(one), 0))
    }
  })

  it('to a block is healed by putting it again, for a reader that is open too', async () => {
    const directory = copyStore()
    flip(join(directory, 'packs/00000001.pack'), 100)
    const reader = await openPackStore(directory, { access: 'read' })
    assert.equal(await countRefused(reader), 1)
    const store = await openPackStore(directory)
    assert.equal(await countRefused(store), 1)
    assert.equal((await store.blocks.putBatch(blocks)).newBlocks, 1)
    for (const one of [store, reader]) assert.equal(await countRefused(one), 0)
    await store.close()
    await withStore(directory, async (one) => assert.equal(await countRefused(one), 0))
    await reader.close()
  })

  it('to the version is refused with what was found', async () => {
    const directory = copyStore()
    writeFileSync(join(directory, 'VERSION'), 'space-pack-store 9\n')
    for (const access of ['read', 'write'] as const) {
      const error = await rejectsWith(openPackStore(directory, { access }), 'STORE_VERSION')
      assert.equal(error.data.found, 'space-pack-store 9')
    }
    assert.deepEqual(readdirSync(join(directory, 'locks')), [])
  })
})
