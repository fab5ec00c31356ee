import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { repeat } from '../../crypto/test-support.ts'
import type { DirectoryEdit } from '../tree/edit.ts'
import { StagedChanges } from './staged-changes.ts'

const file = (sizeBytes = 4) => ({
  content: { kind: 'inline' as const, bytes: repeat(1, sizeBytes) },
  digests: [repeat(2, 32)],
})

/** Times of the directories in an edit, by path. */
function timesOf(edit: DirectoryEdit, base = ''): Map<string, number> {
  const times = new Map<string, number>()
  for (const [name, node] of edit) {
    if (node.kind !== 'directory') continue
    times.set(base + name, node.modifiedMs)
    for (const [path, time] of timesOf(node.edits, `${base}${name}/`)) times.set(path, time)
  }
  return times
}

describe('StagedChanges', () => {
  it('keeps the times of directories that came with an earlier entry', () => {
    const staged = new StagedChanges()
    staged.addDirectory(['a'], 10)
    staged.addDirectory(['a', 'b'], 20)
    staged.addFile(['a', 'b', 'one'], 1, file())
    assert.deepEqual([...timesOf(staged.take().edit).values()], [10, 20])
    staged.addFile(['a', 'b', 'two'], 1, file())
    staged.addDirectory(['a', 'c'], 30)
    assert.deepEqual(
      timesOf(staged.take().edit),
      new Map([
        ['a', 10],
        ['a/b', 20],
        ['a/c', 30],
      ]),
    )
  })

  it('gives the present time to directories of which the upload says nothing', () => {
    const staged = new StagedChanges()
    const before = Date.now()
    staged.addFile(['there', 'new'], 1, file())
    const time = timesOf(staged.take().edit).get('there') as number
    assert.ok(time >= before && time <= Date.now())
  })

  it('is full when its changes are worth an entry, and empty when they were taken', () => {
    const staged = new StagedChanges()
    assert.ok(staged.isEmpty)
    for (let i = 0; !staged.isFull; i++) staged.addFile([`file ${i}`], 1, file(3_000))
    const { edit, digests } = staged.take()
    assert.ok(edit.size > 100 && edit.size < 140, `${edit.size} files of 3,000 bytes`)
    assert.equal(digests.length, edit.size)
    assert.ok(staged.isEmpty && !staged.isFull)
    assert.deepEqual(staged.take(), { edit: new Map(), digests: [] })
  })
})
