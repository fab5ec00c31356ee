import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  type Access,
  createMemoryState,
  createMemoryStore,
  exportSecrets,
  type Folder,
  importSecrets,
  type OwnedFolder,
  SpaceError,
  toHex,
} from '@space/sdk'
import { addressSubject, grant, readFolder, readName, revoke } from '@space/sdk/chain'
import { formats } from '@space/sdk/testing'
import { expectCode } from '../support/expect-code.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'
import { openOwned } from '../support/open-owned.ts'
import { readTree } from '../support/read-tree.ts'
import { type RecordingStore, recordStore } from '../support/recording-store.ts'

const { nameSubject } = formats

const reading = ['list', 'walk', 'read', 'sizeOf', 'refresh', 'export']
const writing = ['upload', 'remove']
const managing = ['share', 'shareLink', 'revoke', 'advance']
const methodsOf: Record<Access, string[]> = {
  reader: reading,
  commenter: reading,
  writer: [...reading, ...writing],
  admin: [...reading, ...writing, ...managing],
  owner: [...reading, ...writing, ...managing],
}

describe('what each access is for', { timeout: 300_000 }, () => {
  let network: LocalNetwork
  let store: RecordingStore
  let alice: Participant
  let reader: Participant
  let commenter: Participant
  let writer: Participant
  let admin: Participant
  let folder: OwnedFolder

  before(async () => {
    network = await startLocalNetwork()
    store = recordStore(createMemoryStore())
    alice = await network.createParticipant(store, 'alice')
    reader = await network.createParticipant(store, 'reader')
    commenter = await network.createParticipant(store, 'commenter')
    writer = await network.createParticipant(store, 'writer')
    admin = await network.createParticipant(store)
    await admin.space.anchorKeys()
    folder = await alice.space.folders.create()
    await folder.upload([memoryFile('note.txt', 'a note')])
    await folder.share({ to: '@reader', role: 'reader' })
    await folder.share({ to: '@commenter', role: 'commenter' })
    await folder.share({ to: '@writer', role: 'writer' })
    await folder.share({ to: admin.space.address, role: 'admin', depth: 1 })
  })
  after(() => network?.stop())

  /** Opens the folder in a space and with a state that have seen nothing yet. */
  const openAs = async ({ account }: Participant): Promise<Folder> => {
    const space = await network.openSpace({ account, state: createMemoryState() }, store)
    return space.folders.open(folder.id)
  }

  /** Asserts that something is refused, and that until then nothing was stored, published, sent or paid. */
  const refused = async (
    code: 'WRITER_UNLISTED' | 'OWNER_REQUIRED' | 'TERMS_LOWERED' | 'INPUT_INVALID',
    { space }: Participant,
    attempt: () => Promise<unknown>,
  ) => {
    const look = async () => ({
      blocks: (await store.readBlocks()).size,
      heads: store.headHistory.length,
      balance: await space.chain.request({ method: 'eth_getBalance', params: [space.address, 'latest'] }),
      nonce: await space.chain.request({
        method: 'eth_getTransactionCount',
        params: [space.address, 'pending'],
      }),
      folder: await readFolder(space.chain, { folder: folder.id }),
    })
    const earlier = await look()
    await expectCode(code, attempt)
    assert.deepEqual(await look(), earlier)
  }

  test('a folder opens with the access that the contract gives, and the methods of it', async () => {
    const all: [Access, Participant][] = [
      ['reader', reader],
      ['commenter', commenter],
      ['writer', writer],
      ['admin', admin],
    ]
    for (const [access, participant] of all) {
      const opened = await openAs(participant)
      assert.equal(opened.access, access)
      const methods = [...reading, ...writing, ...managing].filter((name) => name in opened)
      assert.deepEqual(methods, methodsOf[access], access)
      assert.equal((await readTree(opened)).get('note.txt')?.toString(), 'a note')
    }
    const own = await openOwned(alice.space, folder.id)
    assert.deepEqual(
      methodsOf.owner.filter((name) => name in own),
      methodsOf.owner,
    )
  })

  test('a writer whose device is not listed writes nothing', async () => {
    const opened = await openAs(writer)
    assert.ok(opened.access === 'writer')
    await refused('WRITER_UNLISTED', writer, () => opened.upload([memoryFile('by-writer.txt', 'text')]))
    await refused('WRITER_UNLISTED', writer, () => opened.remove('note.txt'))
  })

  test('the owner with another device writes nothing, and changes no key', async () => {
    const deviceSecret = crypto.getRandomValues(new Uint8Array(32))
    // What the first device remembers of its folders is there; only the device is another one.
    const account = importSecrets({ ...exportSecrets(alice.account), deviceSecret })
    const space = await network.openSpace({ account, state: alice.state }, store)
    const other = await openOwned(space, folder.id)
    await refused('WRITER_UNLISTED', alice, () => other.upload([memoryFile('other.txt', 'text')]))
    await refused('WRITER_UNLISTED', alice, () => other.share({ to: '@reader', role: 'writer' }))
    await refused('WRITER_UNLISTED', alice, () => other.shareLink())
    await refused('WRITER_UNLISTED', alice, () => other.revoke('@reader'))
    await refused('WRITER_UNLISTED', alice, () => other.advance())
  })

  for (const epoch of [0, 1]) {
    test(`an admin gives nothing half away and locks no one out in epoch ${epoch}`, async () => {
      if (epoch === 1) await folder.advance()
      const opened = await openAs(admin)
      assert.ok(opened.access === 'admin')
      assert.equal(opened.epoch, epoch)
      await refused('WRITER_UNLISTED', admin, () => opened.upload([memoryFile('by-admin.txt', 'text')]))
      await refused('WRITER_UNLISTED', admin, () => opened.share({ to: '@alice', role: 'reader' }))
      await refused('WRITER_UNLISTED', admin, () => opened.shareLink())
      await refused('OWNER_REQUIRED', admin, () => opened.revoke('@reader'))
      await refused('OWNER_REQUIRED', admin, () => opened.advance())
      await folder.refresh()
      await folder.upload([memoryFile(`epoch-${epoch}.txt`, 'text')])
      assert.ok((await readTree(await openAs(reader))).has(`epoch-${epoch}.txt`))
    })
  }

  test('lower terms are refused before anything is paid; revoking first gives them', async () => {
    const expiresAt = new Date(Date.now() + 10 ** 9)
    await refused('TERMS_LOWERED', alice, () => folder.share({ to: '@writer', role: 'reader' }))
    await refused('TERMS_LOWERED', alice, () => folder.share({ to: '@reader', role: 'reader', expiresAt }))
    await refused('TERMS_LOWERED', alice, () => folder.share({ to: admin.space.address, role: 'admin' }))
    await folder.revoke('@writer')
    assert.equal((await folder.share({ to: '@writer', role: 'reader' })).outcome, 'granted')
    assert.equal((await openAs(writer)).access, 'reader')
    assert.equal((await folder.share({ to: '@writer', role: 'writer' })).outcome, 'granted', 'more is fine')
  })

  test('a pass of an admin does not count as long as no record is anchored', async () => {
    const fresh = await alice.space.folders.create()
    await fresh.share({ to: admin.space.address, role: 'admin', depth: 1 })
    const { chain, signer } = admin.space
    const { generation } = await readName(chain, { name: 'reader' })
    const subject = toHex(nameSubject('reader', generation))
    const pass = toHex(crypto.getRandomValues(new Uint8Array(32)))
    await grant(chain, { signer, folder: fresh.id, subject, role: 'reader', pass })
    await expectCode('PASS_MISSING', reader.space.folders.open(fresh.id))
    assert.equal((await fresh.share({ to: '@reader', role: 'reader' })).outcome, 'granted')
    assert.equal((await reader.space.folders.open(fresh.id)).access, 'reader')
    assert.equal((await fresh.share({ to: '@reader', role: 'reader' })).outcome, 'unchanged')
  })

  test('ids are hex, members are names, addresses or subjects, and the rest is refused by name', async () => {
    for (const id of ['', '0x', folder.id.slice(2), folder.id.slice(0, -1), 7, undefined]) {
      const { data } = await expectCode('INPUT_INVALID', alice.space.folders.open(id as never))
      assert.equal(data.what, 'id')
    }
    const upper = folder.id.toUpperCase().replace('0X', '0x') as `0x${string}`
    assert.equal((await openOwned(alice.space, upper)).id, folder.id)
    for (const to of [`0x${'1'.repeat(39)}`, `0x${'1'.repeat(41)}`, 5, undefined]) {
      await refused('INPUT_INVALID', alice, () => folder.revoke(to as never))
      await refused('INPUT_INVALID', alice, () => folder.share({ to: to as never, role: 'reader' }))
    }
    await refused('INPUT_INVALID', alice, () => folder.share({ to: '@reader', role: 'boss' as never }))
    await refused('INPUT_INVALID', alice, () => folder.shareLink({ depth: -1 }))
    const { address } = admin.space
    const { epoch } = await folder.revoke(address)
    await folder.share({ to: address, role: 'admin' })
    assert.equal((await folder.revoke(addressSubject(address))).epoch, epoch + 1)
    await expectCode('GRANT_MISSING', openAs(admin))
    assert.deepEqual(
      (await writer.space.folders.shared()).map(({ folder, owner }) => ({ folder, owner })),
      [{ folder: folder.id, owner: alice.space.address }],
    )
  })

  test('a right that ended ends with the next refresh, and an aborted call changes nothing', async () => {
    const opened = await openAs(writer)
    assert.equal(opened.access, 'writer')
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const heads = store.headHistory.length
    for (const attempt of [
      () => folder.upload([memoryFile('late.txt', 'late')], { signal }),
      () => folder.share({ to: '@reader', role: 'writer', signal }),
      () => folder.shareLink({ signal }),
      () => folder.revoke('@reader', { signal }),
      () => folder.advance({ signal }),
      () => alice.space.folders.create({ signal }),
      () => alice.space.folders.open(folder.id, { signal }),
      () => alice.space.folders.shared({ signal }),
      () => alice.space.register('another', { signal }),
      () => alice.space.balance.read({ signal }),
    ]) {
      await assert.rejects(attempt, reason)
    }
    assert.equal(store.headHistory.length, heads)
    const { chain, signer } = alice.space
    const { generation } = await readName(chain, { name: 'writer' })
    const subjects = [toHex(nameSubject('writer', generation))]
    await revoke(chain, { signer, folder: folder.id, subjects })
    await assert.rejects(opened.refresh(), (failure) => SpaceError.is(failure, 'GRANT_MISSING'))
  })
})
