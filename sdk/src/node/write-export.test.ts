import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import type { ExportPart } from '../folders/index.ts'
import { type ExportProgress, writeExport } from './write-export.ts'

const text = (path: ExportPart['path'], content: string): ExportPart => ({
  path,
  bytes: Buffer.from(content),
})
const parts = [text('chain.json', '{}'), text('blocks.car', 'first '), text('blocks.car', 'second')]

/** A folder whose export consists of the given parts. */
function folderOf(source: Iterable<ExportPart>) {
  return {
    async *export({ signal }: { signal?: AbortSignal | undefined } = {}) {
      for (const part of source) {
        signal?.throwIfAborted()
        yield part
      }
    },
  }
}

describe('writeExport', () => {
  let here: string
  before(() => {
    here = mkdtempSync(join(tmpdir(), 'space-write-export-'))
  })
  after(() => rmSync(here, { recursive: true, force: true }))

  it('writes each file whole, for its owner alone, and counts what is durable', async () => {
    const directory = join(here, 'new/export')
    const told: ExportProgress[] = []
    await writeExport(folderOf(parts), directory, { onProgress: (event) => told.push(event) })
    assert.deepEqual(readdirSync(directory).toSorted(), ['blocks.car', 'chain.json'])
    assert.equal(readFileSync(join(directory, 'blocks.car'), 'utf8'), 'first second')
    assert.equal(statSync(join(directory, 'blocks.car')).mode & 0o777, 0o600)
    assert.deepEqual(told, [
      { type: 'export', bytesDone: 2 },
      { type: 'export', bytesDone: 14 },
    ])
  })

  it('does not touch what exists', async () => {
    const directory = join(here, 'existing')
    mkdirSync(directory)
    await assert.rejects(writeExport(folderOf(parts), directory), (failure) =>
      SpaceError.is(failure, 'INPUT_INVALID'),
    )
    assert.deepEqual(readdirSync(directory), [])
  })

  it('leaves nothing behind when it is stopped, when the folder fails, or when the place is no directory', async () => {
    const before = readdirSync(here)
    const stop = new AbortController()
    function* stopping() {
      yield* parts
      stop.abort()
      yield text('heads.json', '{}')
    }
    function* failing() {
      yield* parts
      throw new SpaceError('BLOCK_MISSING', { cid: 'b', backend: 'memory' })
    }
    const directory = join(here, 'never')
    await assert.rejects(writeExport(folderOf(stopping()), directory, { signal: stop.signal }), /aborted/)
    await assert.rejects(writeExport(folderOf(failing()), directory), (failure) =>
      SpaceError.is(failure, 'BLOCK_MISSING'),
    )
    await assert.rejects(writeExport(folderOf(parts), '/dev/null/export'), (failure) =>
      SpaceError.is(failure, 'STORE_FAILED'),
    )
    assert.ok(!existsSync(directory))
    assert.deepEqual(readdirSync(here), before)
  })
})
