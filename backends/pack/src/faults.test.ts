import assert from 'node:assert/strict'
import fs, { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, it, mock, type TestContext } from 'node:test'
import type { Backend, Block, PutProgress } from '@space/sdk/storage'
import { SpaceError } from '@space/sdk/storage'
import { makeSeededBlock, rejectsWith } from '@space/sdk/testing'
import { temporaryMount } from '../../../test/support/temporary-mount.ts'
import { openPackStore } from './open-pack-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

type WriteAt = (fd: number, buffer: Uint8Array, offset: number, length: number, position: number) => number
type Callback = (error: Error | null, written?: number) => void
type WriteLater = (...given: [...Parameters<WriteAt>, Callback]) => void
const label = new Uint8Array(32).fill(3)
const ioError = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

/** Replaces a function of node:fs, also for modules that have imported it by name, at most until the test ends. */
function replaceFs<Name extends 'fdatasync' | 'write' | 'writeSync' | 'writevSync'>(
  test: TestContext,
  name: Name,
  replacement: (original: (typeof fs)[Name], ...given: Parameters<(typeof fs)[Name]>) => unknown,
): () => void {
  const original = fs[name]
  const replaced = mock.method(fs, name, ((...given: Parameters<(typeof fs)[Name]>) =>
    replacement(original, ...given)) as never)
  syncBuiltinESMExports()
  const restore = () => {
    replaced.mock.restore()
    syncBuiltinESMExports()
  }
  test.after(restore)
  return restore
}

/** Replaces the write that goes to segments. */
function replaceWrite(test: TestContext, replacement: (original: WriteLater) => WriteLater): () => void {
  return replaceFs(test, 'write', (original, ...given) =>
    replacement(original as unknown as WriteLater)(...(given as unknown as Parameters<WriteLater>)),
  )
}

async function readAll(store: Backend, blocks: Iterable<Block>): Promise<void> {
  for (const { cid, bytes } of blocks) assert.deepEqual(await store.blocks.get(cid), bytes)
}

describe('a disk that is full', async () => {
  const mount = temporaryMount(3 * 1024 * 1024)
  const skip = 'unavailable' in mount && mount.unavailable
  const path = 'path' in mount ? mount.path : ''

  it('is reported, loses nothing, and is written on once there is space', { skip }, async () => {
    const directory = join(path, 'store')
    const ballast = join(path, 'ballast')
    const durable: Block[] = []
    const heads: number[] = []
    let store = await openPackStore(directory, { segmentBytes: 300_000 })
    for (let round = 0; round < 6; round++) {
      writeFileSync(ballast, Buffer.alloc((700 - 100 * round) * 1024))
      // Alternately until blocks of several sizes, a single put or a head find no space.
      let refused: unknown
      for (let seed = round * 10_000; refused === undefined; seed++) {
        const block = await makeSeededBlock(seed, [50, 3000, 140_000][(seed + round) % 3] as number)
        try {
          if (seed % 2 === 0) await store.blocks.putBatch([block])
          else {
            await store.blocks.put(block)
            await store.heads.compareAndSet(label, await store.heads.get(label), block.cid.bytes)
            heads.push(seed)
          }
          durable.push(block)
        } catch (error) {
          refused = error
        }
      }
      assert.ok(SpaceError.is(refused, 'STORE_FULL'), String(refused))
      assert.equal(refused.data.directory, directory)
      assert.equal(refused.httpStatus, 507)
      await readAll(store, durable)
      if (round % 2 === 1) {
        await store.close().catch((error) => assert.ok(SpaceError.is(error, 'STORE_FULL')))
        rmSync(ballast)
        store = await openPackStore(directory, { segmentBytes: 300_000 })
        await readAll(store, durable)
      } else {
        rmSync(ballast)
      }
      const block = await makeSeededBlock(round * 10_000 + 9999, 20_000)
      await store.blocks.put(block)
      await store.blocks.sync()
      durable.push(block)
    }
    const reader = await openPackStore(directory, { access: 'read' })
    await readAll(reader, durable)
    assert.ok((await reader.heads.get(label)) !== null && heads.length > 0)
    await reader.close()
    await store.close()
    const left = readdirSync(join(directory, 'packs')).filter((name) => name.endsWith('.new'))
    assert.deepEqual(left, [])
    rmSync(directory, { recursive: true })
  })

  it('is reported when the store cannot even be created', { skip }, async () => {
    const ballast = join(path, 'all')
    try {
      writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024))
    } catch {
      // It filled the disk, which is its purpose.
    }
    await rejectsWith(openPackStore(join(path, 'another')), 'STORE_FULL')
    rmSync(ballast)
    await (await openPackStore(join(path, 'another'))).close()
  })
})

describe('a directory without permission', async () => {
  const mount = temporaryMount(1024 * 1024)
  const skip = 'unavailable' in mount && mount.unavailable

  it('is reported, and can be read if that is allowed', { skip }, async () => {
    if ('unavailable' in mount) return
    const directory = join(mount.path, 'store')
    const block = await makeSeededBlock(1, 100)
    const store = await openPackStore(directory)
    await store.blocks.put(block)
    await store.close()
    mount.remount('ro')
    const error = await rejectsWith(openPackStore(directory), 'STORE_DENIED')
    assert.equal(error.data.errno, 'EROFS')
    await rejectsWith(openPackStore(join(mount.path, 'other')), 'STORE_DENIED')
    const reader = await openPackStore(directory, { access: 'read' })
    await readAll(reader, [block])
    await reader.close()
    mount.remount('rw')
  })

  it('gives files to their owner alone', async () => {
    const directory = join(temporaryDirectory(), 'a', 'b')
    const store = await openPackStore(directory, { segmentBytes: 1000 })
    for (let seed = 0; seed < 3; seed++) await store.blocks.put(await makeSeededBlock(seed, 900))
    await store.heads.compareAndSet(label, null, label)
    for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
      const { mode } = statSync(join(entry.parentPath, entry.name))
      assert.equal(mode & 0o777, entry.isDirectory() ? 0o700 : 0o600, entry.name)
    }
    await store.close()
  })
})

describe('a disk that fails', () => {
  it('makes nothing durable before it says so', async (test) => {
    const store = await openPackStore(temporaryDirectory())
    const events: PutProgress[] = []
    const waiting: (() => void)[] = []
    const restore = replaceFs(test, 'fdatasync', (original, fd, callback) => {
      waiting.push(() => original(fd, callback))
    })
    const block = await makeSeededBlock(1, 100)
    let resolved = false
    const batch = store.blocks
      .putBatch([block], { onProgress: (event) => events.push(event) })
      .finally(() => {
        resolved = true
      })
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(resolved, false)
    assert.deepEqual(events, [])
    assert.deepEqual(await store.blocks.get(block.cid), block.bytes)
    restore()
    waiting[0]?.()
    await batch
    assert.equal(events.length, 1)
    await store.close()
  })

  it('keeps no space for a write that failed half-way', async (test) => {
    const directory = temporaryDirectory()
    const store = await openPackStore(directory)
    await store.blocks.putBatch([await makeSeededBlock(1, 100)])
    const path = join(directory, 'packs/00000001.pack')
    const { size } = statSync(path)
    const restore = replaceWrite(test, () => (fd, buffer, offset, length, position, callback) => {
      fs.writeSync(fd, buffer, offset, Math.ceil(length / 2), position)
      callback(ioError('ENOSPC'))
    })
    const block = await makeSeededBlock(2, 200_000)
    await rejectsWith(store.blocks.putBatch([block]), 'STORE_FULL')
    assert.equal(statSync(path).size, size)
    await readAll(store, [block])
    restore()
    await store.blocks.sync()
    assert.ok(statSync(path).size > size + 200_000)
    await store.close()
    const again = await openPackStore(directory)
    await readAll(again, [block])
    await again.close()
  })

  it('holds no more than two groups while the disk takes nothing, and loses none of them', async (test) => {
    const store = await openPackStore(temporaryDirectory())
    const waiting: (() => void)[] = []
    const restore = replaceWrite(test, (original) => (...given) => {
      waiting.push(() => original(...given))
    })
    const blocks = await Promise.all(Array.from({ length: 9 }, (_, i) => makeSeededBlock(i, 2 ** 20)))
    let taken = 0
    const all = (async () => {
      for (const block of blocks) {
        await store.blocks.put(block)
        taken += 1
      }
    })()
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(taken, 4)
    await readAll(store, blocks.slice(0, taken))
    restore()
    for (const go of waiting) go()
    await all
    await readAll(store, blocks)
    await store.close()
  })

  it('lets go of its files only when the disk is done with them', async (test) => {
    const directory = temporaryDirectory()
    const store = await openPackStore(directory)
    const blocks = await Promise.all([1, 2, 3, 4].map((seed) => makeSeededBlock(seed, 2 ** 20)))
    const [first, ...others] = blocks as [Block, ...Block[]]
    const syncs: Callback[] = []
    const restoreSync = replaceFs(test, 'fdatasync', (_original, _fd, callback: Callback) => {
      syncs.push(callback)
    })
    await store.blocks.put(first)
    const syncing = store.blocks.sync()
    while (syncs.length === 0) await new Promise((resolve) => setImmediate(resolve))
    let goOn = () => {}
    const restoreWrite = replaceWrite(test, (original) => (...given) => {
      goOn = () => original(...given)
    })
    for (const block of others) await store.blocks.put(block)
    syncs[0]?.(ioError('EIO'))
    await rejectsWith(syncing, 'STORE_FAILED')
    let closed = false
    const closing = store.close().finally(() => {
      closed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(closed, false)
    goOn()
    await rejectsWith(closing, 'STORE_FAILED')
    restoreWrite()
    restoreSync()
    const again = await openPackStore(directory)
    await readAll(again, blocks.slice(0, 3))
    await again.close()
  })

  it('does not hold up an abort', async (test) => {
    const store = await openPackStore(temporaryDirectory())
    const waiting: (() => void)[] = []
    const restore = replaceFs(test, 'fdatasync', (original, fd, callback) => {
      waiting.push(() => original(fd, callback))
    })
    const controller = new AbortController()
    const block = await makeSeededBlock(1, 100)
    const batch = store.blocks.putBatch([block], { signal: controller.signal })
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const head = store.heads.compareAndSet(label, null, label, { signal: controller.signal })
    controller.abort(new Error('enough'))
    await assert.rejects(batch, /enough/)
    await assert.rejects(head, /enough/)
    restore()
    for (const go of waiting) go()
    await store.blocks.sync()
    assert.deepEqual(await store.blocks.get(block.cid), block.bytes)
    assert.equal(await store.heads.get(label), null)
    await store.close()
  })

  it('stops taking blocks after a failed fdatasync, and recovers what is whole when opened again', async (test) => {
    const directory = temporaryDirectory()
    const store = await openPackStore(directory)
    const before = await makeSeededBlock(1, 100)
    await store.blocks.putBatch([before])
    const restore = replaceFs(test, 'fdatasync', (_original, _fd, callback: Callback) =>
      callback(ioError('EIO')),
    )
    const error = await rejectsWith(store.blocks.putBatch([await makeSeededBlock(2, 100)]), 'STORE_FAILED')
    assert.match(error.summary, /EIO/)
    restore()
    await rejectsWith(store.blocks.put(await makeSeededBlock(3, 100)), 'STORE_FAILED')
    await rejectsWith(store.blocks.sync(), 'STORE_FAILED')
    await rejectsWith(store.heads.compareAndSet(label, null, label), 'STORE_FAILED')
    await readAll(store, [before])
    await rejectsWith(store.close(), 'STORE_FAILED')
    const again = await openPackStore(directory)
    await readAll(again, [before])
    await again.blocks.putBatch([await makeSeededBlock(2, 100)])
    await again.close()
  })

  it('is not fooled by writes that come back short', async (test) => {
    const store = await openPackStore(temporaryDirectory(), { segmentBytes: 100_000 })
    const restoreLater = replaceWrite(
      test,
      (original) => (fd, buffer, offset, length, position, callback) => {
        original(fd, buffer, offset, Math.ceil(length / 3), position, callback)
      },
    )
    const restoreOne = replaceFs(test, 'writeSync', (original, ...given) => {
      const [fd, buffer, offset, length, position] = given as unknown as Parameters<WriteAt>
      return (original as WriteAt)(fd, buffer, offset, Math.ceil(length / 3), position)
    })
    const restoreMany = replaceFs(test, 'writevSync', (original, fd, buffers, position) =>
      original(fd, [(buffers[0] as Uint8Array).subarray(0, 7)], position),
    )
    const blocks = await Promise.all([10, 3000, 200_000].map((sizeBytes, i) => makeSeededBlock(i, sizeBytes)))
    for (const block of blocks) await store.blocks.put(block)
    await store.blocks.sync()
    restoreLater()
    restoreOne()
    restoreMany()
    await readAll(store, blocks)
    await store.close()
  })

  it('commits by itself after a while, and keeps quiet until somebody asks if that fails', async (test) => {
    const directory = temporaryDirectory()
    const store = await openPackStore(directory)
    const reader = await openPackStore(directory, { access: 'read' })
    const block = await makeSeededBlock(1, 100)
    let failures = 0
    const restore = replaceWrite(test, () => (_fd, _buffer, _offset, _length, _position, callback) => {
      failures += 1
      callback(ioError('ENOSPC'))
    })
    await store.blocks.put(block)
    while (failures === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    await rejectsWith(store.blocks.sync(), 'STORE_FULL')
    restore()
    await store.blocks.put(await makeSeededBlock(2, 100))
    while (!(await reader.blocks.has([block.cid]))[0]) await new Promise((resolve) => setTimeout(resolve, 50))
    await store.close()
    await reader.close()
  })
})
