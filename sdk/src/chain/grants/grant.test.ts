import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import type { Hex } from '../../utils/index.ts'
import { createFundedSigner, digestOf, randomAddress, useChain } from '../test-support.ts'
import { createFolderId } from './create-folder-id.ts'
import { extractGrant, grant, grantCall } from './grant.ts'
import { addressSubject } from './subject.ts'
import type { Role } from './terms.ts'

describe('grant', () => {
  it('gives a subject its terms, and the receipt says so', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const subject = addressSubject(randomAddress())
    const expiresAt = new Date('2100-01-01')
    const receipt = await grant(chain, {
      signer,
      folder,
      subject,
      role: 'writer',
      expiresAt,
      depth: 1,
      pass: digestOf(9),
    })
    const { grant: stored, ...event } = extractGrant(chain, receipt)
    assert.deepEqual(event, { folder, subject, granter: signer.address, pass: digestOf(9) })
    assert.deepEqual([stored?.role, stored?.expiresAt, stored?.depth], ['writer', expiresAt, 1])
  })

  it('sends no pass unless one is given', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const subject = addressSubject(randomAddress())
    const event = extractGrant(chain, await grant(chain, { signer, folder, subject, role: 'reader' }))
    assert.deepEqual([event.pass, event.grant?.expiresAt], [undefined, undefined])
  })

  it('is refused to a stranger by the contract, with its reason', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(randomAddress())
    const work = grant(chain, { signer, folder, subject: addressSubject(signer.address), role: 'reader' })
    await assert.rejects(work, (error) => {
      assert.ok(SpaceError.is(error, 'TRANSACTION_REVERTED'))
      assert.match(error.data.reason, /^GrantsDenied\(/)
      assert.match(error.data.operation, new RegExp(signer.address))
      return true
    })
  })

  it('sends nothing for an argument that is wrong, and names it', async () => {
    const chain = await useChain()
    const sent: unknown[] = []
    const signer = {
      ...(await createFundedSigner(chain)),
      sendCalls: async (calls: unknown) => sent.push(calls) as never,
    }
    const good = {
      signer,
      folder: createFolderId(signer.address),
      subject: addressSubject(randomAddress()),
      role: 'reader',
    } as const
    const bad: Record<string, object> = {
      folder: { folder: '0x12' as Hex },
      subject: { subject: signer.address },
      pass: { pass: '0x' as Hex },
      role: { role: 'reeder' as Role },
      expiresAt: { expiresAt: new Date(-1) },
      depth: { depth: 9 },
    }
    for (const [what, change] of Object.entries(bad)) {
      await assert.rejects(
        grant(chain, { ...good, ...change }),
        (error) => SpaceError.is(error, 'INPUT_INVALID') && error.data.what === what,
        what,
      )
    }
    assert.deepEqual(sent, [])
  })
})

describe('grantCall', () => {
  it('is the call alone, for a Safe or a proposal', async () => {
    const chain = await useChain()
    const call = grantCall(chain, { folder: digestOf(1), subject: digestOf(2), role: 'reader' })
    assert.equal(call.to, chain.addresses.grants)
    assert.equal(call.valueWei, 0n)
    assert.match(call.data, /^0x[0-9a-f]{8}(01){32}(02){32}/)
  })
})
