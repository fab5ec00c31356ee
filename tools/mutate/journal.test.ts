import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { hashSources, openJournal } from './journal.ts'

describe('openJournal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'space-journal-'))
  after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'deep', 'Names.ndjson')

  it('goes on where it was stopped, a torn line aside', () => {
    openJournal(path, 'key').add('a', { status: 'killed', by: 'Test.test_x' })
    appendFileSync(path, '["b",{"status":"sur')
    const journal = openJournal(path, 'key')
    assert.deepEqual([...journal.verdicts], [['a', { status: 'killed', by: 'Test.test_x' }]])
    journal.add('b', { status: 'survived' })
    assert.deepEqual([...openJournal(path, 'key').verdicts.keys()], ['a', 'b'])
  })

  it('begins anew when what it is about has changed', () => {
    assert.equal(openJournal(path, 'other').verdicts.size, 0)
    assert.equal(openJournal(path, 'key').verdicts.size, 0)
  })
})

describe('hashSources', () => {
  it('distinguishes names, contents and their borders, whatever the order', () => {
    const hashes = [{ a: 'b' }, { a: 'c' }, { c: 'b' }, { a: 'b', c: '' }, { ab: '' }].map(hashSources)
    assert.equal(new Set(hashes).size, hashes.length)
    assert.equal(hashSources({ a: '1', b: '2' }), hashSources({ b: '2', a: '1' }))
  })
})
