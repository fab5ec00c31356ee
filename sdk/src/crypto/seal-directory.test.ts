import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type DirectoryEntry, encodeDirectory } from '../codec/directory.ts'
import { encodePointer } from '../codec/pointer.ts'
import { toHex } from '../utils/index.ts'
import { blockType } from './block-type.ts'
import { findDirectoryEntry, openDirectory } from './open-directory.ts'
import { sealBlock } from './seal-block.ts'
import { sealDirectory } from './seal-directory.ts'
import { collect, convergent, hasCode, MemoryBlocks, noise, repeat } from './test-support.ts'

function entries(count: number, inlineBytes = 0): DirectoryEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    id: noise(16, i + 1),
    name: `file ${String((i * 7919) % count).padStart(6, '0')}.txt`,
    kind: 'file' as const,
    modifiedMs: 1_700_000_000_000 + i,
    content: { kind: 'inline' as const, bytes: noise(inlineBytes, i + 1) },
  }))
}

async function seal(list: readonly DirectoryEntry[]) {
  const blocks = new MemoryBlocks()
  return { blocks, pointer: await sealDirectory(list, { keying: convergent, write: blocks.write }) }
}

describe('sealDirectory', () => {
  it('meets the reviewed value', async () => {
    const fileNode =
      '4964d05acf02d560fe4506fa4632e016926b27853c95d69d58e5b9cf65476a7cee0acb05745f265f50dd524bd0a2187ff2405e17b40a26f66f7dce404c7421ef'
    const bytes = Buffer.from(fileNode, 'hex')
    const pointer = { digest: bytes.subarray(0, 32), secret: bytes.subarray(32), sizeClass: 0 as const }
    const { pointer: sealed } = await seal([
      {
        id: repeat(0x40, 16),
        name: 'hello.txt',
        kind: 'file',
        modifiedMs: 1_700_000_000_000,
        content: { kind: 'node', pointer },
      },
    ])
    assert.equal(
      toHex(encodePointer(sealed)),
      '0x7a111400ba4743cec13fc79ad610abbeb3992696458dbdbbce20195363ecef23e9cfadaeaacc7f225cc4d72907c49bfc6b83f7981a0d81ea4d371fadf496f22100',
    )
  })

  it('lists what was put in, in the order of the names, at any size', async () => {
    for (const count of [0, 1, 2, 300, 5000]) {
      const list = entries(count)
      const { blocks, pointer } = await seal(list)
      const listed = await collect(openDirectory(pointer, blocks.fetch))
      assert.deepEqual(
        listed,
        list.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      )
    }
  })

  it('gives names of one length the same number of blocks, as long as one part holds them', async () => {
    for (const letter of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const renamed = entries(700).map((entry, i) => ({
        ...entry,
        name: `${letter}${entry.name.slice(1)}${i % 10}`,
      }))
      const { blocks } = await seal(renamed)
      assert.equal(blocks.blocks.size, 1)
    }
  })

  it('finds one name without reading the rest', async () => {
    const list = entries(5000)
    const { blocks, pointer } = await seal(list)
    blocks.fetched = 0
    const wanted = list[1234] as DirectoryEntry
    assert.deepEqual(await findDirectoryEntry(pointer, wanted.name, blocks.fetch), wanted)
    assert.ok(blocks.fetched <= 3, `${blocks.fetched} fetches`)
    for (const name of ['', 'file 001234', 'zzz']) {
      assert.equal(await findDirectoryEntry(pointer, name, blocks.fetch), undefined)
    }
  })

  it('depends on the entries alone, and a change rewrites one part per level', async () => {
    const list = entries(5000)
    const { blocks, pointer } = await seal(list)
    const again = await seal(list.toReversed())
    assert.deepEqual(again.pointer.digest, pointer.digest)
    const changed = list.map((entry, i) => (i === 77 ? { ...entry, modifiedMs: 1 } : entry))
    const after = await seal(changed)
    const written = [...after.blocks.blocks.keys()].filter((digest) => !blocks.blocks.has(digest))
    assert.ok(written.length <= 3, `${written.length} blocks`)
  })

  it('keeps parts of large inline files inside a block', async () => {
    const list = entries(100, 3072)
    const { blocks, pointer } = await seal(list)
    assert.equal((await collect(openDirectory(pointer, blocks.fetch))).length, 100)
    assert.ok([...blocks.blocks.values()].every((bytes) => bytes.length <= 65_536))
  })

  it('comes to an end however the names are chosen', async () => {
    const list = entries(2000).map((entry) => ({
      ...entry,
      name: `${'n'.repeat(240)}${entry.name}`.slice(0, 255),
    }))
    const { blocks, pointer } = await seal(list)
    assert.equal((await collect(openDirectory(pointer, blocks.fetch))).length, 2000)
  })

  it('stops when it is told to', async () => {
    const reason = new Error('enough')
    const { write } = new MemoryBlocks()
    const options = { keying: convergent, write, signal: AbortSignal.abort(reason) }
    await assert.rejects(sealDirectory(entries(1), options), reason)
  })

  it('refuses two entries of one name', async () => {
    const [entry] = entries(1)
    assert.ok(entry)
    await assert.rejects(seal([entry, entry]), hasCode('DIRECTORY_INVALID'))
    // Some of these names end a part: there the second entry would begin the next one.
    for (const twin of entries(40, 3072)) {
      await assert.rejects(seal([twin, twin]), hasCode('DIRECTORY_INVALID'))
    }
  })
})

describe('openDirectory', () => {
  it('refuses a part in the wrong place', async () => {
    const blocks = new MemoryBlocks()
    const sealNode = async (payload: Uint8Array) => {
      const block = await sealBlock(blockType.directory, payload, convergent)
      blocks.put(block)
      return block
    }
    const [entry] = entries(1)
    assert.ok(entry)
    const leaf = async (...names: string[]) =>
      sealNode(encodeDirectory({ level: 0, entries: names.map((name) => ({ ...entry, name })) }))
    const ab = await leaf('a', 'b')
    const empty = await leaf()
    const wrong = [
      [{ firstName: 'b', pointer: ab }],
      [
        { firstName: 'a', pointer: ab },
        { firstName: 'b', pointer: await leaf('b') },
      ],
      [{ firstName: 'a', pointer: empty }],
    ]
    for (const children of wrong) {
      const root = await sealNode(encodeDirectory({ level: 1, children }))
      await assert.rejects(collect(openDirectory(root, blocks.fetch)), hasCode('DIRECTORY_INVALID', /belong/))
      const found = findDirectoryEntry(root, 'a', blocks.fetch)
      if (children[0]?.firstName === 'a') await assert.rejects(found, hasCode('DIRECTORY_INVALID'))
    }
    const skipping = await sealNode(
      encodeDirectory({ level: 2, children: [{ firstName: 'a', pointer: ab }] }),
    )
    await assert.rejects(collect(openDirectory(skipping, blocks.fetch)), hasCode('DIRECTORY_INVALID'))
  })
})
