import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, digestOf, randomAddress, useChain } from '../test-support.ts'
import { advance, advanceCall, extractAdvance } from './advance.ts'
import { createFolderId } from './create-folder-id.ts'
import { grant } from './grant.ts'
import { readFolder } from './read-folder.ts'
import { extractRevoke } from './revoke.ts'
import { addressSubject } from './subject.ts'

describe('advance', () => {
  it('revokes and begins an epoch in one transaction', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const subject = addressSubject(randomAddress())
    await grant(chain, { signer, folder, subject, role: 'reader' })
    const { epoch, narrowed } = await readFolder(chain, { folder })
    const dueAt = new Date('2100-01-01')
    const state = { expectedEpoch: epoch, expectedNarrowed: narrowed }
    const receipt = await advance(chain, {
      signer,
      folder,
      ...state,
      record: digestOf(5),
      dueAt,
      revoked: [subject],
    })
    const after = await readFolder(chain, { folder })
    assert.deepEqual(extractAdvance(chain, receipt), {
      folder,
      by: signer.address,
      epoch: 1,
      narrowed: after.narrowed,
      record: digestOf(5),
      dueAt,
    })
    assert.deepEqual(extractRevoke(chain, receipt).subjects, [subject])
    assert.deepEqual([after.epoch, after.record, after.dueAt, after.stale], [1, digestOf(5), dueAt, false])
  })

  it('says that another was faster, also when the node gives no reason', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const first = { signer, folder, expectedEpoch: 0, expectedNarrowed: 0, record: digestOf(5) }
    const { dueAt } = extractAdvance(chain, await advance(chain, first))
    assert.equal(dueAt, undefined)
    const conflict = (error: unknown) =>
      SpaceError.is(error, 'ADVANCE_CONFLICT') && error.data.folder === folder
    await assert.rejects(advance(chain, first), conflict)
    const reverted = Object.assign(new Error('reverted'), {
      code: 'CALL_EXCEPTION',
      shortMessage: 'reverted',
    })
    const mute = { ...signer, sendCalls: () => Promise.reject(reverted) }
    await assert.rejects(advance(chain, { ...first, signer: mute }), conflict)
  })

  it('keeps the reason when the state is the expected one', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(randomAddress())
    const work = advance(chain, {
      signer,
      folder,
      expectedEpoch: 0,
      expectedNarrowed: 0,
      record: digestOf(5),
    })
    await assert.rejects(
      work,
      (error) => SpaceError.is(error, 'TRANSACTION_REVERTED') && /Denied/.test(error.data.reason),
    )
  })

  it('refuses numbers that the contract cannot hold', async () => {
    const chain = await useChain()
    const good = { folder: digestOf(1), expectedEpoch: 0, expectedNarrowed: 0, record: digestOf(5) }
    for (const change of [
      { expectedEpoch: -1 },
      { expectedNarrowed: 2 ** 32 },
      { dueAt: new Date(2 ** 40 * 1000) },
    ]) {
      assert.throws(
        () => advanceCall(chain, { ...good, ...change }),
        (error) => SpaceError.is(error, 'INPUT_INVALID'),
      )
    }
  })
})
