import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { randomAddress } from '../test-support.ts'
import { createFolderId } from './create-folder-id.ts'

describe('createFolderId', () => {
  it('begins with the owner, and is another each time', () => {
    const owner = randomAddress()
    const ids = [createFolderId(owner), createFolderId(owner.toLowerCase() as `0x${string}`)]
    for (const id of ids) assert.match(id, new RegExp(`^${owner.toLowerCase()}[0-9a-f]{24}$`))
    assert.notEqual(ids[0], ids[1])
  })

  it('refuses an owner that is no address', () => {
    assert.throws(
      () => createFolderId('0x12'),
      (error) => SpaceError.is(error, 'INPUT_INVALID') && error.data.what === 'owner',
    )
  })
})
