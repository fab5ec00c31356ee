import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { concatBytes, fromHex, toHex } from '@space/sdk/storage'
import { pseudoRandomBytes } from '@space/sdk/testing'
import { encodeJournalRecord, JOURNAL_RECORD_BYTES, readJournal } from './journal.ts'

const root = mkdtempSync(join(tmpdir(), 'space-journal-'))
after(() => rmSync(root, { recursive: true, force: true }))

const record = (n: number) => ({ end: n * 2 ** 33, count: n, digest: pseudoRandomBytes(n, 32) })

function read(bytes: Uint8Array, position = 0) {
  const path = join(root, 'journal')
  writeFileSync(path, bytes)
  const fd = openSync(path, 'r')
  try {
    return readJournal(fd, position)
  } finally {
    closeSync(fd)
  }
}

describe('journal', () => {
  it('has the frozen format', () => {
    const bytes = encodeJournalRecord({ end: 258, count: 3, digest: new Uint8Array(32).fill(0xab) })
    assert.equal(
      toHex(bytes),
      `0x0000000000000102${'00000003'}${'ab'.repeat(32)}${toHex(bytes.subarray(44)).slice(2)}`,
    )
    // CRC-32 of the bytes before, from Python's zlib.crc32.
    assert.deepEqual(bytes.subarray(44), Buffer.from(fromHex('4faa9c31')))
  })

  it('gives the last whole record, over torn and damaged ones', () => {
    const bytes = concatBytes(...[1, 2, 3].map((n) => encodeJournalRecord(record(n))))
    assert.deepEqual(read(bytes), { last: record(3), position: 3 * JOURNAL_RECORD_BYTES })
    for (let cut = 1; cut < JOURNAL_RECORD_BYTES; cut++) {
      assert.deepEqual(read(bytes.subarray(0, -cut)).last, record(2))
    }
    for (let at = JOURNAL_RECORD_BYTES; at < 2 * JOURNAL_RECORD_BYTES; at++) {
      const damaged = bytes.slice()
      damaged[at] = (damaged[at] as number) ^ 0x10
      assert.deepEqual(read(damaged).last, record(3))
      assert.deepEqual(read(damaged.subarray(0, 2 * JOURNAL_RECORD_BYTES)), {
        last: record(1),
        position: JOURNAL_RECORD_BYTES,
      })
    }
    assert.deepEqual(read(concatBytes(bytes, new Uint8Array(300))).last, record(3))
  })

  it('goes on where it was', () => {
    const bytes = concatBytes(...[1, 2].map((n) => encodeJournalRecord(record(n))))
    assert.deepEqual(read(bytes, JOURNAL_RECORD_BYTES).last, record(2))
    assert.deepEqual(read(bytes, 2 * JOURNAL_RECORD_BYTES), {
      last: undefined,
      position: 2 * JOURNAL_RECORD_BYTES,
    })
    assert.deepEqual(read(new Uint8Array()), { last: undefined, position: 0 })
    assert.deepEqual(read(bytes, 500), { last: undefined, position: 500 })
  })
})
