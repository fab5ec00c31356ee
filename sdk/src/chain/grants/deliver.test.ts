import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, digestOf, randomAddress, useChain } from '../test-support.ts'
import { createFolderId } from './create-folder-id.ts'
import { deliver, deliverCall, extractDeliver } from './deliver.ts'
import { grant } from './grant.ts'
import { readPasses } from './read-passes.ts'
import { addressSubject } from './subject.ts'

describe('deliver', () => {
  it('announces passes, which readPasses gives newest first', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const [subject, other] = [addressSubject(randomAddress()), addressSubject(randomAddress())]
    assert.deepEqual(await readPasses(chain, { folder, subject }), [])
    await grant(chain, { signer, folder, subject, role: 'reader' })
    const granted = await grant(chain, { signer, folder, subject, role: 'reader', pass: digestOf(1) })
    await grant(chain, { signer, folder, subject: other, role: 'reader', pass: digestOf(3) })
    const delivered = await deliver(chain, { signer, folder, subject, pass: digestOf(2) })
    assert.deepEqual(extractDeliver(chain, delivered), {
      folder,
      subject,
      by: signer.address,
      epoch: 0,
      pass: digestOf(2),
    })
    const by = signer.address
    assert.deepEqual(await readPasses(chain, { folder, subject }), [
      { digest: digestOf(2), by, kind: 'delivered', blockNumber: delivered.blockNumber },
      { digest: digestOf(1), by, kind: 'granted', blockNumber: granted.blockNumber },
    ])
  })

  it('is refused to a stranger, and for a pass that is none', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(randomAddress())
    const subject = addressSubject(signer.address)
    await assert.rejects(deliver(chain, { signer, folder, subject, pass: digestOf(1) }), (error) =>
      SpaceError.is(error, 'TRANSACTION_REVERTED'),
    )
    assert.throws(
      () => deliverCall(chain, { folder, subject, pass: '0x01' }),
      (error) => SpaceError.is(error, 'INPUT_INVALID'),
    )
  })
})
