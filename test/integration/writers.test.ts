import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import {
  createAccount,
  createKeySigner,
  createMemoryStore,
  exportSecrets,
  fromHex,
  type OwnedFolder,
  openLink,
  openSpace,
  type Signer,
  type Space,
  toHex,
} from '@space/sdk'
import {
  addressSubject,
  grant,
  readFolder,
  readName,
  readNewestBlock,
  registerName,
  revoke,
} from '@space/sdk/chain'
import { openFileState } from '@space/sdk/node'
import { formats } from '@space/sdk/testing'
import { makeError } from 'ethers'
import { expectCode } from '../support/expect-code.ts'
import { createFaultyStore, type FaultyStore, failToWrite } from '../support/faulty-store.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'
import { openOwned } from '../support/open-owned.ts'
import { readFile, readTree } from '../support/read-tree.ts'
import { type RecordingStore, recordStore } from '../support/recording-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { blockCid, decodeForestRoot, nameSubject } = formats

describe('writers fail closed, and advances heal', { timeout: 300_000 }, () => {
  const home = temporaryFolder()
  const account = createAccount()
  let network: LocalNetwork
  let records: RecordingStore
  let store: FaultyStore
  let alice: Space
  let bob: Participant
  let carol: Participant
  let folder: OwnedFolder
  let linkUrl: string

  before(async () => {
    network = await startLocalNetwork()
    records = recordStore(createMemoryStore())
    store = createFaultyStore(records)
    await network.fundEther(account.address, 10n ** 19n)
    alice = await openAlice('alice')
    await alice.register('alice')
    bob = await network.createParticipant(store, 'bob')
    carol = await network.createParticipant(store)
    await carol.space.anchorKeys()
    await network.createParticipant(store, 'dave')
    folder = await alice.folders.create()
    await folder.upload([memoryFile('note.txt', 'a note')])
    // Carol is an admin: she may revoke and grant on chain, at any moment.
    await folder.share({ to: carol.space.address, role: 'admin', depth: 1 })
    linkUrl = (await folder.shareLink()).fragment
  })
  afterEach(() => {
    store.interruptions = {}
  })
  after(async () => {
    await network?.stop()
  })

  /** Alice's space as a process that starts now opens it, from the private state in a folder. */
  async function openAlice(state: string, signer?: Signer): Promise<Space> {
    const { rpcUrl, indexUrl, addresses } = network
    const options = { rpcUrl, indexUrl, addresses, backend: store, account }
    return openSpace({
      ...options,
      state: await openFileState(join(home, state)),
      ...(signer === undefined ? {} : { signer }),
    })
  }

  const subjectOf = async (name: string) =>
    nameSubject(name, (await readName(alice.chain, { name })).generation)
  const transactionCount = () =>
    alice.chain.request({ method: 'eth_getTransactionCount', params: [alice.address, 'latest'] })
  const revokeAsCarol = async (name: string) => {
    const { chain, signer } = carol.space
    const subjects = [toHex(await subjectOf(name))]
    await revoke(chain, { signer, folder: folder.id, subjects })
  }
  const upload = (path: string, to = folder) => to.upload([memoryFile(path, path)])
  const readNames = async () => {
    const { rpcUrl, addresses } = network
    return [...(await readTree(await openLink({ rpcUrl, addresses, backend: store, url: linkUrl }))).keys()]
  }

  test('after a bare revoke nothing is written until the key changes', async () => {
    await folder.share({ to: '@dave', role: 'reader' })
    await revokeAsCarol('dave')
    const heads = records.headHistory.length
    const nonce = await transactionCount()
    const operations = [
      () => upload('refused.txt'),
      () => folder.remove('note.txt'),
      () => folder.share({ to: '@bob', role: 'reader' }),
      () => folder.shareLink(),
    ]
    for (const operation of operations) {
      const { data } = await expectCode('SEAL_REFUSED', operation)
      assert.match(data.reason, /removed/)
    }
    assert.equal(records.headHistory.length, heads)
    assert.equal(await transactionCount(), nonce, 'nothing was sent')
    assert.deepEqual(await readNames(), ['note.txt'])

    const { epoch, unreached } = await folder.advance()
    assert.deepEqual({ epoch, unreached }, { epoch: 1, unreached: [] })
    await upload('accepted.txt')
    assert.deepEqual(await readNames(), ['accepted.txt', 'note.txt'])
  })

  test('a share that is in place is not paid for twice, also after an advance', async () => {
    const share = () => folder.share({ to: '@bob', role: 'reader' })
    assert.equal((await share()).outcome, 'granted')
    assert.equal((await share()).outcome, 'unchanged')
    await folder.advance()
    assert.equal((await share()).outcome, 'unchanged')
    assert.equal((await readTree(await bob.space.folders.open(folder.id))).size, 2)
  })

  test('an advance that another revocation overtakes is refused, and repeating it leaves both out', async () => {
    await folder.share({ to: '@dave', role: 'reader' })
    let overtaken = false
    store.interruptions.onObject = async (type) => {
      if (type !== 'epoch' || overtaken) return
      overtaken = true
      await revokeAsCarol('dave')
    }
    const before = await readFolder(alice.chain, { folder: folder.id })
    assert.equal((await expectCode('ADVANCE_CONFLICT', folder.revoke('@bob'))).retryable, true)
    assert.equal((await readFolder(alice.chain, { folder: folder.id })).epoch, before.epoch)
    const { epoch } = await folder.revoke('@bob')
    assert.equal(epoch, before.epoch + 1)
    await expectCode('GRANT_MISSING', bob.space.folders.open(folder.id))
    await upload('after-both.txt')
    assert.ok((await readNames()).includes('after-both.txt'))
  })

  test('an advance that fails in the chain without a reason is recognised by the state', async () => {
    await folder.share({ to: '@dave', role: 'reader' })
    const own = createKeySigner(exportSecrets(account).ethereumKey, alice.chain)
    const details = { action: 'sendTransaction', data: null, reason: null, transaction: {} as never } as const
    const reverted = makeError('reverted', 'CALL_EXCEPTION', { ...details, invocation: null, revert: null })
    let interfere = async () => {}
    const signer: Signer = {
      ...own,
      sendCalls: async () => {
        await interfere()
        throw reverted
      },
    }
    const open = await openOwned(await openAlice('alice', signer), folder.id)
    await expectCode('TRANSACTION_REVERTED', open.revoke('@dave'))
    interfere = () => revokeAsCarol('dave')
    await expectCode('ADVANCE_CONFLICT', open.revoke('@bob'))
    await folder.advance()
  })

  test('a member that is granted while an advance is pending gets a key', async () => {
    let granted = false
    store.interruptions.onObject = async (type) => {
      if (type !== 'epoch' || granted) return
      granted = true
      const { chain, signer } = carol.space
      const subject = toHex(await subjectOf('bob'))
      await grant(chain, { signer, folder: folder.id, subject, role: 'reader' })
    }
    await folder.advance()
    const open = await bob.space.folders.open(folder.id)
    assert.equal((await readFile(open, 'note.txt')).toString(), 'a note')
  })

  test('a member without a usable key does not stop the removal of another', async () => {
    const erin = await network.createParticipant(store)
    await registerName(erin.space.chain, {
      signer: erin.space.signer,
      name: 'erin',
      keyDigest: toHex(new Uint8Array(32).fill(7)),
    })
    await expectCode('BINDING_MISSING', folder.share({ to: '@erin', role: 'reader' }))
    const subject = await subjectOf('erin')
    const { chain, signer } = alice
    const granted = { folder: folder.id, subject: toHex(subject), role: 'reader' } as const
    await grant(chain, { signer, ...granted })
    const { unreached } = await folder.revoke('@bob')
    assert.deepEqual(unreached, [toHex(subject)])
    await expectCode('GRANT_MISSING', bob.space.folders.open(folder.id))
    await folder.revoke(toHex(subject))
  })

  test('nothing is left of an advance that stops before its transaction', async () => {
    const before = await readFolder(alice.chain, { folder: folder.id })
    store.interruptions.onObject = (type) => (type === 'epoch' ? failToWrite() : Promise.resolve())
    await expectCode('STORE_FULL', folder.advance())
    assert.deepEqual(await readFolder(alice.chain, { folder: folder.id }), before)
    store.interruptions = {}
    await upload('same-epoch.txt')
    assert.equal((await folder.advance()).epoch, before.epoch + 1)
  })

  test('a crash right after the transaction heals: same process, new process, state from before', async () => {
    for (const [index, recover] of [
      async () => folder,
      async () => openOwned(await openAlice('alice'), folder.id),
      async () => openOwned(await openAlice('alice-before'), folder.id),
    ].entries()) {
      await folder.refresh()
      await folder.share({ to: '@bob', role: 'reader' })
      const { epoch } = await readFolder(alice.chain, { folder: folder.id })
      const names = await readNames()
      cpSync(join(home, 'alice'), join(home, 'alice-before'), { recursive: true })
      store.interruptions.onHead = failToWrite
      await expectCode('STORE_FULL', folder.revoke('@bob'))
      store.interruptions = {}
      assert.equal(
        (await readFolder(alice.chain, { folder: folder.id })).epoch,
        epoch + 1,
        'the chain has it',
      )
      await expectCode('GRANT_MISSING', bob.space.folders.open(folder.id))
      assert.deepEqual(await readNames(), names, 'the link reads what was there')

      const open = await recover()
      await upload(`healed-${index}.txt`, open)
      assert.ok((await readNames()).includes(`healed-${index}.txt`))
    }
  })

  test('a share that stops after its grant is finished by repeating it', async () => {
    await folder.refresh()
    store.interruptions.onHead = failToWrite
    await expectCode('STORE_FULL', folder.share({ to: '@bob', role: 'reader' }))
    store.interruptions = {}
    const { outcome, pass } = await folder.share({ to: '@bob', role: 'reader' })
    assert.equal(outcome, 'unchanged')
    const { objects } = decodeForestRoot(
      await records.blocks.get(blockCid(fromHex(folder.forest), 'dag-cbor')),
    )
    const kept = objects.map((digest) => Buffer.from(digest).toString('hex'))
    assert.ok(kept.includes(pass.slice(2)), 'the pass is kept in storage')
    assert.deepEqual([...(await readTree(await bob.space.folders.open(folder.id))).keys()], await readNames())
  })

  test('an open folder notices that another process changed the key', async () => {
    const other = await openOwned(await openAlice('alice'), folder.id)
    await other.revoke('@bob')
    await expectCode('SEAL_REFUSED', upload('stale.txt'))
    await folder.share({ to: '@bob', role: 'reader' })
    await upload('fresh.txt')
    assert.ok((await readTree(await bob.space.folders.open(folder.id))).has('fresh.txt'))
  })

  test('a writer whose log the epoch does not list publishes nothing', async () => {
    await folder.share({ to: '@bob', role: 'writer' })
    const open = await bob.space.folders.open(folder.id)
    assert.ok(open.access === 'writer')
    const heads = records.headHistory.length
    await expectCode('WRITER_UNLISTED', open.upload([memoryFile('by-bob.txt', 'by-bob.txt')]))
    assert.equal(records.headHistory.length, heads)
  })

  test('an expiry that an admin gave is owed like the owner’s, and advances keep it', async () => {
    const { chain, signer } = carol.space
    const { time } = await readNewestBlock(chain)
    const expiresAt = new Date(time.getTime() + 5_000_000)
    const subject = toHex(await subjectOf('dave'))
    await grant(chain, { signer, folder: folder.id, subject, role: 'reader', expiresAt })
    await folder.advance()
    assert.deepEqual((await readFolder(chain, { folder: folder.id })).dueAt, expiresAt)
    await upload('in-time.txt')
    await network.request('evm_increaseTime', [5_001])
    await network.mine()
    const { data } = await expectCode('SEAL_REFUSED', upload('late.txt'))
    assert.match(data.reason, /expired/)
    await folder.advance()
    assert.equal((await readFolder(chain, { folder: folder.id })).dueAt, undefined)
    await upload('late.txt')
    await folder.revoke(addressSubject(carol.space.address))
  })
})
