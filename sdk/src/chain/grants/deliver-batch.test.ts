import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, digestOf, randomAddress, useChain } from '../test-support.ts'
import { createFolderId } from './create-folder-id.ts'
import { deliverBatch, deliverBatchCall, extractDeliverBatch } from './deliver-batch.ts'
import { addressSubject } from './subject.ts'

describe('deliverBatch', () => {
  it('announces passes for subjects that hold no grant, and names when a new epoch is owed', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const subjects = [addressSubject(randomAddress()), addressSubject(randomAddress())]
    const dueAt = new Date('2100-01-01')
    const receipt = await deliverBatch(chain, { signer, folder, subjects, passes: digestOf(1), dueAt })
    const by = signer.address
    const expected = { folder, by, epoch: 0, passes: digestOf(1), subjects, dueAt }
    assert.deepEqual(extractDeliverBatch(chain, receipt), expected)
  })

  it('is refused to a stranger, and for what is no list', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(randomAddress())
    const good = { folder, subjects: [addressSubject(signer.address)], passes: digestOf(1) }
    await assert.rejects(deliverBatch(chain, { signer, ...good }), (error) =>
      SpaceError.is(error, 'TRANSACTION_REVERTED'),
    )
    for (const change of [
      { subjects: ['0x01'] as const },
      { passes: '0x01' } as const,
      { dueAt: new Date(-1) },
    ]) {
      assert.throws(
        () => deliverBatchCall(chain, { ...good, ...change }),
        (error) => SpaceError.is(error, 'INPUT_INVALID'),
      )
    }
  })
})
