import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { backendConformance, makeSeededBlock } from '@space/sdk/testing'
import { openFolderStore } from './folder-store.ts'

const root = mkdtempSync(join(tmpdir(), 'folder-store-'))
after(() => rmSync(root, { recursive: true }))

let count = 0
const nextFolder = () => join(root, String(count++))

describe('a folder store', () => {
  const cases = backendConformance({
    open: () => openFolderStore(nextFolder()),
    openVerifying: (verifyHead) => openFolderStore(nextFolder(), { verifyHead }),
  })
  for (const { name, run } of cases) test(name, run)
})

test('opens with what was stored, in the same order', async () => {
  const folder = nextFolder()
  const blocks = await Promise.all([1, 2, 3].map((seed) => makeSeededBlock(seed, 100)))
  const label = new Uint8Array(32)
  const first = await openFolderStore(folder)
  for (const block of blocks) await first.blocks.put(block)
  await first.heads.compareAndSet(label, null, new Uint8Array([7]))
  await first.close()
  // A process was killed while it wrote.
  writeFileSync(join(folder, 'blocks/000000000004-broken.new'), 'half')

  const second = await openFolderStore(folder)
  const listed: string[] = []
  for await (const cid of second.blocks.list()) listed.push(cid.toString())
  assert.deepEqual(
    listed,
    blocks.map(({ cid }) => cid.toString()),
  )
  for (const { cid, bytes } of blocks) assert.deepEqual(await second.blocks.get(cid), bytes)
  assert.deepEqual(await second.heads.get(label), new Uint8Array([7]))
  assert.equal(readdirSync(join(folder, 'blocks')).length, 3)
  await second.close()
})
