import assert from 'node:assert/strict'
import { readdir, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryMount } from '../../../test/support/temporary-mount.ts'
import { SpaceError } from '../errors/index.ts'
import { openFileState } from './file-state.ts'

const text = (value: string) => new TextEncoder().encode(value)

describe('openFileState', () => {
  it('keeps values and logs over a reopen, for the user alone', async () => {
    const directory = join(temporaryFolder(), 'alice')
    const state = await openFileState(directory)
    assert.equal(await state.read('a/b'), undefined)
    await state.write('a/b', text('one'))
    await state.write('a/b', text('two'))
    await state.append('log', text('1'))
    await state.append('log', text(''))
    const again = await openFileState(directory)
    assert.deepEqual(await again.read('a/b'), text('two'))
    assert.deepEqual(await again.readLog('log'), [text('1'), text('')])
    assert.equal((await stat(directory)).mode & 0o777, 0o700)
    assert.equal((await stat(join(directory, 'a/b.state'))).mode & 0o777, 0o600)
    await again.remove('a/b')
    await again.remove('log')
    assert.equal(await again.read('a/b'), undefined)
    assert.deepEqual(await again.readLog('log'), [])
  })

  it('leaves out a record that was cut off anywhere, and goes on behind the whole ones', async () => {
    for (let cut = 1; cut < 16; cut++) {
      const directory = temporaryFolder()
      const state = await openFileState(directory)
      await state.append('log', text('first'))
      await state.append('log', text('last'))
      const path = join(directory, 'log.log')
      await truncate(path, (await readFile(path)).length - cut)
      assert.deepEqual(await state.readLog('log'), [text('first')])
    }
  })

  it('refuses keys that could leave the folder', async () => {
    const state = await openFileState(temporaryFolder())
    await assert.rejects(state.write('../x', text('')), TypeError)
    await assert.rejects(state.write('', text('')), TypeError)
  })

  it('names a full disk, keeps what was there, and works again when there is space', async (context) => {
    const mount = temporaryMount(256 * 1024)
    if ('unavailable' in mount) return context.skip(mount.unavailable)
    const state = await openFileState(join(mount.path, 'alice'))
    await state.write('value', text('before'))
    await state.append('log', text('first'))
    const tooMuch = new Uint8Array(1 << 20)
    await assert.rejects(state.write('value', tooMuch), (error) => SpaceError.is(error, 'STORE_FULL'))
    await assert.rejects(state.append('log', tooMuch), (error) => SpaceError.is(error, 'STORE_FULL'))
    assert.deepEqual(await state.read('value'), text('before'))
    assert.deepEqual(await state.readLog('log'), [text('first')])
    await state.append('log', text('second'))
    await state.write('value', text('after'))
    assert.deepEqual(await state.readLog('log'), [text('first'), text('second')])
    assert.deepEqual(await state.read('value'), text('after'))
  })

  it('leaves no temporary file behind', async () => {
    const directory = temporaryFolder()
    const state = await openFileState(directory)
    await state.write('x', text('1'))
    assert.deepEqual(await readdir(directory), ['x.state'])
  })
})
