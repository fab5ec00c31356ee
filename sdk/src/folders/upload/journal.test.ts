import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createMemoryState } from '../../accounts/index.ts'
import { repeat } from '../../crypto/test-support.ts'
import { openUploadJournal } from './journal.ts'
import { memoryFile } from './memory-file.ts'

describe('openUploadJournal', () => {
  const [device, folder] = [repeat(1, 32), repeat(2, 32)]
  const source = memoryFile('a.txt', 'text')
  const known = { content: { kind: 'inline' as const, bytes: repeat(3, 4) }, digests: [repeat(4, 32)] }
  const prefix = { chunkClass: 4 as const, pointers: repeat(5, 64) }
  const state = createMemoryState()
  const open = (epoch: number, deviceSecret = device) =>
    openUploadJournal({ state, deviceSecret, folder, epoch })
  const readPages = () => state.readLog(`uploads/${'02'.repeat(32)}`)

  it('remembers files and starts of files after a restart', async () => {
    const large = memoryFile('large.bin', 'large')
    const journal = await open(0)
    await journal.add([{ source, file: known }])
    await journal.add([{ source: large, start: { prefix, digests: [repeat(6, 32)] } }])
    await journal.add([{ source: large, start: { prefix, digests: [repeat(7, 32)] } }])
    const again = await open(0)
    assert.deepEqual(again.file(source), known)
    assert.deepEqual(again.start(large)?.digests, [repeat(6, 32), repeat(7, 32)])
    assert.equal(again.start(large)?.prefix.pointers.length, 128)
    assert.equal(again.file(memoryFile('a.txt', 'other')), undefined)
  })

  it('gives nothing to another device, and leaves the notes of others alone', async () => {
    const before = (await readPages()).length
    assert.equal((await open(0, repeat(9, 32))).file(source), undefined)
    assert.equal((await readPages()).length, before)
  })

  it('forgets what was sealed under an earlier epoch, and keeps no trace of it', async () => {
    const journal = await open(1)
    assert.equal(journal.file(source), undefined)
    assert.deepEqual(await readPages(), [])
    await journal.add([{ source, file: known }])
    assert.deepEqual((await open(1)).file(source), known)
  })

  it('forgets everything when the upload is complete', async () => {
    await (await open(1)).clear()
    assert.deepEqual(await readPages(), [])
    assert.equal((await open(1)).file(source), undefined)
  })
})
