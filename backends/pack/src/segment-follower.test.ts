import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Block } from '@space/sdk/storage'
import { makeSeededBlock, rejectsWith } from '@space/sdk/testing'
import { openPackStore } from './open-pack-store.ts'
import type { FollowReply, FollowRequest } from './testing/follow-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const follower = fileURLToPath(new URL('./testing/follow-store.ts', import.meta.url))
const label = new Uint8Array(32).fill(9)

async function ask(child: ChildProcess, request: FollowRequest): Promise<FollowReply> {
  const answered = once(child, 'message')
  child.send(request)
  return (await answered)[0] as FollowReply
}

describe('reading beside a writer', () => {
  it('sees what is durable and nothing before', async () => {
    const directory = temporaryDirectory()
    const writer = await openPackStore(directory)
    const reader = await openPackStore(directory, { access: 'read' })
    const block = await makeSeededBlock(1, 5000)
    await writer.blocks.put(block)
    assert.deepEqual(await reader.blocks.has([block.cid]), [false])
    await rejectsWith(reader.blocks.get(block.cid), 'BLOCK_MISSING')
    assert.equal((await reader.blocks.stat()).blocks, 0)
    await writer.blocks.sync()
    assert.deepEqual(await reader.blocks.has([block.cid]), [true])
    assert.deepEqual(await reader.blocks.get(block.cid), block.bytes)
    assert.deepEqual(await reader.blocks.stat(), { blocks: 1, sizeBytes: 5000 })
    await reader.close()
    await writer.close()
  })

  it('sees the blocks behind a head when it sees the head', async () => {
    const directory = temporaryDirectory()
    const writer = await openPackStore(directory, { durability: 'none' })
    const reader = await openPackStore(directory, { access: 'read' })
    const block = await makeSeededBlock(2, 300)
    assert.equal((await writer.blocks.putBatch([block])).durable, false)
    await rejectsWith(reader.blocks.get(block.cid), 'BLOCK_MISSING')
    await writer.heads.compareAndSet(label, null, block.cid.bytes)
    assert.deepEqual(await reader.heads.get(label), new Uint8Array(block.cid.bytes))
    assert.deepEqual(await reader.blocks.get(block.cid), block.bytes)
    await reader.close()
    await writer.close()
  })

  it('follows a writer through many segments, and another one after it', async () => {
    const directory = temporaryDirectory()
    const early = await openPackStore(directory, { segmentBytes: 10_000 })
    const reader = await openPackStore(directory, { access: 'read' })
    let writer = early
    for (let seed = 0; seed < 60; seed++) {
      const { cid, bytes } = await makeSeededBlock(seed, 3000)
      await writer.blocks.putBatch([{ cid, bytes }])
      if (seed % 7 === 0) assert.deepEqual(await reader.blocks.get(cid), bytes)
      if (seed === 30) {
        await writer.close()
        writer = await openPackStore(directory, { segmentBytes: 20_000 })
      }
    }
    assert.equal((await reader.blocks.stat()).blocks, 60)
    await writer.close()
    await reader.close()
  })

  it('refuses to write', async () => {
    const directory = temporaryDirectory()
    await (await openPackStore(directory)).close()
    const reader = await openPackStore(directory, { access: 'read' })
    assert.equal(reader.capabilities.writable, false)
    const block = await makeSeededBlock(3, 10)
    await rejectsWith(reader.blocks.put(block), 'STORE_READ_ONLY')
    await rejectsWith(reader.blocks.putBatch([block]), 'STORE_READ_ONLY')
    await rejectsWith(reader.heads.compareAndSet(label, null, block.bytes), 'STORE_READ_ONLY')
    await reader.blocks.sync()
    await reader.close()
    await rejectsWith(reader.blocks.get(block.cid), 'STORE_CLOSED')
  })

  it('needs a store', async () => {
    const directory = join(temporaryDirectory(), 'nothing')
    const error = await rejectsWith(openPackStore(directory, { access: 'read' }), 'STORE_MISSING')
    assert.equal(error.data.directory, directory)
  })

  it('reports a store that goes away under it', async () => {
    const directory = temporaryDirectory()
    await (await openPackStore(directory)).close()
    const reader = await openPackStore(directory, { access: 'read' })
    rmSync(join(directory, 'packs'), { recursive: true })
    const { cid } = await makeSeededBlock(4, 10)
    await rejectsWith(reader.blocks.get(cid), 'STORE_FAILED')
    await reader.close()
  })

  it('reports damage to the growing segment each time it meets it, and goes on with what it had', async () => {
    const directory = temporaryDirectory()
    const writer = await openPackStore(directory)
    const reader = await openPackStore(directory, { access: 'read' })
    const [first, second] = await Promise.all([1, 2].map((seed) => makeSeededBlock(seed, 1000)))
    await writer.blocks.putBatch([first as Block])
    assert.deepEqual(await reader.blocks.has([(first as Block).cid]), [true])
    await writer.blocks.putBatch([second as Block])
    const path = join(directory, 'packs/00000001.pack')
    const bytes = readFileSync(path)
    const offset = bytes.length - 1020
    bytes[offset] = (bytes[offset] as number) ^ 1
    writeFileSync(path, bytes)
    for (let attempt = 0; attempt < 3; attempt++) {
      const error = await rejectsWith(reader.blocks.get((second as Block).cid), 'STORE_CORRUPT')
      assert.ok(error.data.offset <= offset && error.data.offset > offset - 40)
    }
    assert.deepEqual(await reader.blocks.get((first as Block).cid), (first as Block).bytes)
    await reader.close()
    await writer.close()
  })

  it('never sees half a block, in several processes at once', { timeout: 120_000 }, async () => {
    const directory = temporaryDirectory()
    const writer = await openPackStore(directory, { segmentBytes: 400_000 })
    const children = [1, 2].map(() => fork(follower, [directory]))
    await Promise.all(children.map((child) => once(child, 'message')))
    for (let seed = 0; seed < 150; seed++) {
      const sizeBytes = [100, 4096, 200_000][seed % 3] as number
      await writer.blocks.putBatch([await makeSeededBlock(seed, sizeBytes)])
      const replies = await Promise.all(children.map((child) => ask(child, { seed, sizeBytes })))
      for (const reply of replies) assert.deepEqual(reply, { seed, found: true })
    }
    const exits = children.map((child) => once(child, 'exit'))
    for (const child of children) {
      const reply = await ask(child, 'finish')
      assert.ok(typeof reply === 'object' && 'verified' in reply && reply.verified >= 150)
    }
    for (const exit of exits) assert.deepEqual(await exit, [0, null])
    await writer.close()
  })
})
