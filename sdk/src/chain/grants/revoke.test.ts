import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, randomAddress, useChain } from '../test-support.ts'
import { advance } from './advance.ts'
import { createFolderId } from './create-folder-id.ts'
import { grant } from './grant.ts'
import { readFolder } from './read-folder.ts'
import { readRole } from './read-role.ts'
import { extractRevoke, revoke } from './revoke.ts'
import { addressSubject } from './subject.ts'

describe('revoke', () => {
  it('ends grants at once and leaves a new epoch owed', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const subjects = [addressSubject(randomAddress()), addressSubject(randomAddress())]
    await advance(chain, {
      signer,
      folder,
      expectedEpoch: 0,
      expectedNarrowed: 0,
      record: `0x${'05'.repeat(32)}`,
    })
    for (const subject of subjects) await grant(chain, { signer, folder, subject, role: 'reader' })
    const event = extractRevoke(chain, await revoke(chain, { signer, folder, subjects }))
    const state = await readFolder(chain, { folder })
    assert.deepEqual(event, {
      folder,
      by: signer.address,
      epoch: 1,
      narrowed: state.narrowed,
      stale: true,
      subjects,
    })
    assert.deepEqual([state.stale, state.epoch], [true, 1])
    for (const subject of subjects) assert.equal(await readRole(chain, { folder, subject }), undefined)
  })

  it('names the subject that is none', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const work = revoke(chain, { signer, folder: createFolderId(signer.address), subjects: ['0x12'] })
    await assert.rejects(
      work,
      (error) => SpaceError.is(error, 'INPUT_INVALID') && error.data.what === 'subjects[0]',
    )
  })
})
