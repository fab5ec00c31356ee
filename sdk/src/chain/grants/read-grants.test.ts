import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Interface } from 'ethers'
import { grantsAbi } from '../../contracts/index.ts'
import { SpaceError } from '../../errors/index.ts'
import type { Hex } from '../../utils/index.ts'
import { createFundedSigner, digestOf, randomAddress, useChain } from '../test-support.ts'
import { createFolderId } from './create-folder-id.ts'
import { grant } from './grant.ts'
import { hasAccess } from './has-access.ts'
import { readFolder } from './read-folder.ts'
import { readGrant } from './read-grant.ts'
import { readRole } from './read-role.ts'
import { readSubjects } from './read-subjects.ts'
import { revoke } from './revoke.ts'
import { addressSubject } from './subject.ts'
import { encodeTerms } from './terms.ts'
import { joinWords } from './words.ts'

describe('readFolder', () => {
  it('reads a folder that no transaction made: epoch 0 of the owner in its id', async () => {
    const chain = await useChain()
    const owner = randomAddress()
    assert.deepEqual(await readFolder(chain, { folder: createFolderId(owner) }), {
      owner,
      epoch: 0,
      narrowed: 0,
      generation: 0,
      stale: false,
      dueAt: undefined,
      record: undefined,
    })
    await assert.rejects(readFolder(chain, { folder: '0x12' }), (error) =>
      SpaceError.is(error, 'INPUT_INVALID'),
    )
  })

  it('rejects with the reason of the signal', async () => {
    const chain = await useChain()
    const reason = new Error('no longer wanted')
    await assert.rejects(
      readFolder(chain, { folder: digestOf(1), signal: AbortSignal.abort(reason) }),
      reason,
    )
  })
})

describe('readRole, readGrant and hasAccess', () => {
  it('say what a member may, now and at a block', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const account = randomAddress()
    const subject = addressSubject(account)
    const may = (role: 'reader' | 'writer') => hasAccess(chain, { folder, account, role })
    assert.deepEqual(
      [
        await readRole(chain, { folder, subject }),
        await readGrant(chain, { folder, subject }),
        await may('reader'),
      ],
      [undefined, undefined, false],
    )
    const { blockNumber } = await grant(chain, { signer, folder, subject, role: 'commenter' })
    assert.equal(await readRole(chain, { folder, subject }), 'commenter')
    assert.deepEqual([await may('reader'), await may('writer')], [true, false])
    const stored = await readGrant(chain, { folder, subject })
    assert.deepEqual([stored?.granter, stored?.role, stored?.depth], [signer.address, 'commenter', 0])
    await revoke(chain, { signer, folder, subjects: [subject] })
    assert.equal(await readRole(chain, { folder, subject }), undefined)
    assert.equal(await readRole(chain, { folder, subject, blockNumber }), 'commenter')
    assert.equal((await readGrant(chain, { folder, subject, blockNumber }))?.role, 'commenter')
    assert.equal(await hasAccess(chain, { folder, account, role: 'reader', blockNumber }), true)
    assert.equal(await readRole(chain, { folder, subject, blockNumber: blockNumber - 1 }), undefined)
    const badRole = hasAccess(chain, { folder, account, role: 'owner' as 'admin' })
    await assert.rejects(
      badRole,
      (error) => SpaceError.is(error, 'INPUT_INVALID') && error.data.what === 'role',
    )
  })
})

describe('readSubjects', () => {
  it('lists everybody who was ever granted once, one by one or in a batch, from a block on', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const folder = createFolderId(signer.address)
    const [first, second, third] = [1, 2, 3].map(() => addressSubject(randomAddress())) as [Hex, Hex, Hex]
    assert.deepEqual(await readSubjects(chain, { folder }), [])
    await grant(chain, { signer, folder, subject: first, role: 'reader' })
    const again = await grant(chain, { signer, folder, subject: first, role: 'writer' })
    const batch = joinWords([second, first, third], 'subjects')
    const terms = encodeTerms({ role: 'reader' })
    const data = new Interface(grantsAbi).encodeFunctionData('grantBatch', [
      folder,
      terms,
      digestOf(0),
      batch,
    ]) as Hex
    await signer.sendCalls([{ to: chain.addresses.grants, data, valueWei: 0n }])
    await revoke(chain, { signer, folder, subjects: [second] })
    assert.deepEqual(await readSubjects(chain, { folder }), [first, second, third])
    const fromBlock = again.blockNumber + 1
    assert.deepEqual(await readSubjects(chain, { folder, fromBlock }), [second, first, third])
  })
})
