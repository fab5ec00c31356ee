import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { packFolder } from './pack-folder.ts'

describe('packFolder', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'space-pack-'))
    mkdirSync(join(folder, 'there'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('leaves a tarball in the other folder', () => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "@space/sample", "version": "1.2.3" }')
    const tarball = packFolder(folder, join(folder, 'there'))
    assert.equal(tarball, join(folder, 'there', 'space-sample-1.2.3.tgz'))
    assert.ok(existsSync(tarball))
  })

  it("says what npm says when there is nothing to pack, whatever the user's settings are", (t) => {
    const previous = process.env['npm_config_loglevel']
    t.after(() => {
      delete process.env['npm_config_loglevel']
      if (previous !== undefined) process.env['npm_config_loglevel'] = previous
    })
    for (const level of ['notice', 'silent']) {
      process.env['npm_config_loglevel'] = level
      assert.throws(
        () => packFolder(folder, join(folder, 'there')),
        /^Error: npm pack failed: .*package\.json/s,
      )
    }
  })
})
