import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pseudoRandomBytes } from '@space/sdk/testing'
import { readIndexFile, writeIndexFile } from './index-file.ts'

const root = mkdtempSync(join(tmpdir(), 'space-index-'))
after(() => rmSync(root, { recursive: true, force: true }))
const path = join(root, '1.idx')

const entries = [0x55, 0x71].map((codec, i) => ({
  codec,
  digest: pseudoRandomBytes(i, 32),
  offset: 39 + i * 2 ** 27,
  length: 2 ** 20 + i,
}))

describe('index file', () => {
  it('is read back as written, for its owner alone', () => {
    writeIndexFile(path, 2 ** 28, entries)
    const file = readIndexFile(path)
    assert.equal(file?.segmentBytes, 2 ** 28)
    const read = [...(file?.entries ?? [])].map((entry) => ({
      ...entry,
      digest: new Uint8Array(entry.digest),
    }))
    assert.deepEqual(read, entries)
    assert.equal(statSync(path).size, 16 + 2 * 41 + 32)
    assert.equal(statSync(path).mode & 0o777, 0o600)
  })

  it('counts as missing when any byte is wrong or gone', () => {
    writeIndexFile(path, 1000, entries)
    const bytes = readFileSync(path)
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] as number) ^ 0x01
      writeFileSync(path, damaged)
      assert.equal(readIndexFile(path), undefined, `flip at ${at}`)
      writeFileSync(path, bytes.subarray(0, at))
      assert.equal(readIndexFile(path), undefined, `cut at ${at}`)
    }
    rmSync(path)
    assert.equal(readIndexFile(path), undefined)
  })
})
