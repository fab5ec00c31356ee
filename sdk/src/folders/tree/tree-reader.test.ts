import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { convergent, noise } from '../../crypto/test-support.ts'
import { createMemoryStore } from '../../storage/index.ts'
import { type FolderContext, fetchFrom } from '../context.ts'
import type { Head } from '../log/read-heads.ts'
import { BlockWriter } from './block-writer.ts'
import { applyEdit, type DirectoryEdit, editDirectory } from './edit.ts'
import { TreeReader } from './tree-reader.ts'

/** A folder over a store that counts, without a chain: what reading needs of a session. */
async function openTree(files: Record<string, Uint8Array>) {
  const store = createMemoryStore()
  const fetched: string[] = []
  const blocks = new Proxy(store.blocks, {
    get: (target, key) => {
      if (key !== 'get') return target[key as keyof typeof target]
      return (...given: Parameters<typeof target.get>) => {
        fetched.push(given[0].toString())
        return target.get(...given)
      }
    },
  })
  const write = async (root: Head['ops']['root'] | undefined, changes: Record<string, Uint8Array>) => {
    const edit: DirectoryEdit = new Map()
    for (const [path, bytes] of Object.entries(changes)) {
      const names = path.split('/')
      const content = { kind: 'inline' as const, bytes }
      editDirectory(edit, names.slice(0, -1), () => 1).set(names.at(-1) as string, {
        kind: 'file',
        modifiedMs: 1,
        content,
      })
    }
    const writer = new BlockWriter(store.blocks)
    const applied = await applyEdit(root, edit, { fetchBlock: fetchFrom(store), writer, keying: convergent })
    await writer.flush()
    return { ops: { root: applied.root } } as Head
  }
  const context = { backend: { ...store, blocks } } as unknown as FolderContext
  const head = await write(undefined, files)
  const session = { context, heads: [head] }
  return { folder: new TreeReader(session), session, write, fetched }
}

async function read(folder: TreeReader, path: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of folder.read(path)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('TreeReader', () => {
  const [first, second] = [noise(100, 1), noise(100, 2)]
  const files = { 'a/b/first.bin': first, 'a/b/second.bin': second, 'a/c.txt': noise(5, 3) }

  it('fetches each directory once, however often its items are read', async () => {
    const { folder, fetched } = await openTree(files)
    assert.deepEqual(await read(folder, 'a/b/first.bin'), Buffer.from(first))
    assert.equal(fetched.length, 3)
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(await read(folder, 'a/b/second.bin'), Buffer.from(second))
      assert.equal(await folder.sizeOf('a/c.txt'), 5)
    }
    for await (const _item of folder.list('', { recursive: true }));
    assert.equal(fetched.length, 3)
  })

  it('reads what is new as soon as there is a new head, and fetches only what changed', async () => {
    const { folder, session, write, fetched } = await openTree(files)
    await read(folder, 'a/b/first.bin')
    session.heads = [await write(session.heads[0]?.ops.root, { 'a/new.bin': second })]
    fetched.length = 0
    assert.deepEqual(await read(folder, 'a/new.bin'), Buffer.from(second))
    assert.deepEqual(await read(folder, 'a/b/first.bin'), Buffer.from(first))
    assert.equal(fetched.length, 2)
  })

  it('gives bytes that belong to the reader', async () => {
    const { folder } = await openTree(files)
    for await (const piece of folder.read('a/b/first.bin')) piece.fill(0)
    assert.deepEqual(await read(folder, 'a/b/first.bin'), Buffer.from(first))
  })
})
