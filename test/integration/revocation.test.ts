import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  createMemoryState,
  createMemoryStore,
  exportSecrets,
  fromHex,
  type OwnedFolder,
  openLink,
  toHex,
} from '@space/sdk'
import { readName, revoke } from '@space/sdk/chain'
import { type Closure, computeClosure, formats, sealedDigests } from '@space/sdk/testing'
import { expectCode } from '../support/expect-code.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'
import { openOwned } from '../support/open-owned.ts'
import { createRandom } from '../support/random.ts'
import { readFile, readTree } from '../support/read-tree.ts'
import { type RecordingStore, recordStore } from '../support/recording-store.ts'

const {
  blockType,
  decodeEntry,
  decodeLink,
  deriveAccountKeys,
  deriveEpochKeys,
  deriveHeadLabel,
  deriveLinkKeys,
  deriveScope,
  nameSubject,
} = formats

const random = createRandom('revocation')

const secretPlan = random.bytes(900_000)

/** What the folder holds while Bob is in it: inlined, packed, in one chunk, in several, and in a subdirectory. */
const filesBefore = {
  'note.txt': Buffer.from('a note'),
  'packed-1.bin': random.bytes(5_000),
  'packed-2.bin': random.bytes(40_000),
  'whole.bin': random.bytes(200_000),
  'deep/er/chunks.bin': random.bytes(1_400_000),
}

/** What is written when he is gone: new files, changed files, and one whose content he knows. */
const filesAfter = {
  'note.txt': Buffer.from('another note'),
  'deep/er/chunks.bin': random.bytes(1_400_000),
  'deep/er/new.bin': random.bytes(50_000),
  'copy-of-whole.bin': filesBefore['whole.bin'],
  'plan.bin': secretPlan,
}

function upload(folder: OwnedFolder, files: Record<string, Uint8Array>, modifiedMs = 1_700_000_000_000) {
  return folder.upload(
    Object.entries(files).map(([path, bytes]) => memoryFile(path, bytes, new Date(modifiedMs))),
  )
}

describe('revocation', { timeout: 300_000 }, () => {
  let network: LocalNetwork
  let store: RecordingStore
  let alice: Participant
  let bob: Participant
  let carol: Participant
  let folder: OwnedFolder
  let linkUrl: string
  let scope: Uint8Array
  let sealedBefore: Set<string>

  before(async () => {
    network = await startLocalNetwork()
    store = recordStore(createMemoryStore())
    alice = await network.createParticipant(store, 'alice')
    bob = await network.createParticipant(store, 'bob')
    carol = await network.createParticipant(store, 'carol')
    folder = await alice.space.folders.create()
    scope = deriveScope({
      chainId: alice.space.chain.chainId,
      grants: Buffer.from(network.addresses.grants.slice(2), 'hex'),
      folder: fromHex(folder.id),
    })
  })
  after(() => network?.stop())

  const openAsLink = () =>
    openLink({ rpcUrl: network.rpcUrl, addresses: network.addresses, backend: store, url: linkUrl })

  /** What an account opens with everything that was ever stored and every secret of its own. */
  async function closureOf({ account }: Participant): Promise<Closure> {
    const { root, epoch, deviceSecret, ethereumKey } = exportSecrets(account)
    return computeClosure({
      scope,
      blocks: await everythingStored(),
      kemSeeds: [deriveAccountKeys(root, epoch).kemSeed, root],
      secrets: [root, deviceSecret, ethereumKey],
      guesses: [{ type: blockType.chunk, payload: secretPlan }],
    })
  }

  async function everythingStored(): Promise<Uint8Array[]> {
    const blocks = [...(await store.readBlocks()).values()].map(({ bytes }) => bytes)
    return [...blocks, ...store.headHistory.map(({ value }) => value)]
  }

  test('while Bob is a member, all that he holds opens every block', async () => {
    await upload(folder, filesBefore)
    await folder.share({ to: '@bob', role: 'reader' })
    await folder.share({ to: '@carol', role: 'reader' })
    linkUrl = (await folder.shareLink()).fragment
    await upload(folder, { 'while-bob.txt': Buffer.from('he may read this') })
    assert.equal((await readTree(await bob.space.folders.open(folder.id))).size, 6)
    assert.equal((await readTree(await openAsLink())).size, 6)

    sealedBefore = sealedDigests((await store.readBlocks()).values())
    const { opened } = await closureOf(bob)
    assert.deepEqual([...opened.keys()].sort(), [...sealedBefore].sort())
  })

  test('what is written after the revoke is outside of the closure of everything he ever held', async () => {
    // Carol goes first, so that Bob also holds the secret of a second epoch and the links between the two.
    await folder.revoke('@carol')
    await upload(folder, { 'second-epoch.bin': random.bytes(8_000) })
    sealedBefore = sealedDigests((await store.readBlocks()).values())
    const stale = await bob.space.folders.open(folder.id)
    const { epoch } = await folder.revoke('@bob')
    assert.equal(epoch, 2)
    await upload(folder, filesAfter, 1_700_000_001_000)
    await folder.remove('packed-1.bin')

    const { opened, epochSecrets, confirmed } = await closureOf(bob)
    const sealed = sealedDigests((await store.readBlocks()).values())
    assert.ok(sealed.size > sealedBefore.size + 15, 'much was written after him')
    assert.deepEqual([...opened.keys()].sort(), [...sealedBefore].sort(), 'all from before, nothing else')
    assert.deepEqual([...epochSecrets.keys()].sort(), [0, 1])
    assert.equal(confirmed.size, 0, 'not even a right guess is confirmed')

    assert.equal(await findHead(epochSecrets, 2), null, 'his keys do not lead to the new head')
    await expectCode('PATH_MISSING', readFile(stale, 'plan.bin'))
    await expectCode('GRANT_MISSING', stale.refresh())
    await expectCode('PATH_MISSING', readFile(stale, 'plan.bin'))
    assert.deepEqual(await readFile(stale, 'note.txt'), filesBefore['note.txt'], 'what he saw, he saw')
    await expectCode('GRANT_MISSING', bob.space.folders.open(folder.id))
    const elsewhere = await network.openSpace({ account: bob.account, state: createMemoryState() }, store)
    await expectCode('GRANT_MISSING', elsewhere.folders.open(folder.id))
    await expectCode('GRANT_MISSING', carol.space.folders.open(folder.id))
  })

  test('the owner and the link read everything, and the closure of the link is all of it', async () => {
    const sealed = sealedDigests((await store.readBlocks()).values())
    const elsewhere = await network.openSpace(alice, store)
    for (const open of [await openAsLink(), await openOwned(elsewhere, folder.id)]) {
      const files = await readTree(open)
      for (const [path, bytes] of Object.entries(filesAfter)) assert.deepEqual(files.get(path), bytes, path)
      assert.deepEqual(files.get('packed-2.bin'), filesBefore['packed-2.bin'])
      assert.equal(files.has('packed-1.bin'), false)
    }
    const keys = await deriveLinkKeys(decodeLink(linkUrl))
    const { opened, confirmed } = await computeClosure({
      scope,
      blocks: await everythingStored(),
      kemSeeds: [keys.kemSeed],
      secrets: [],
      guesses: [{ type: blockType.chunk, payload: secretPlan }],
    })
    assert.deepEqual([...opened.keys()].sort(), [...sealed].sort())
    assert.equal(confirmed.size, 1, 'to a member a right guess is right')
  })

  test('an upload that runs while a revocation is mined leaves nothing that the revoked member can open', async () => {
    await folder.share({ to: '@carol', role: 'reader' })
    assert.ok((await closureOf(carol)).epochSecrets.has(2), 'she holds the secret of the running epoch')
    const sealedWithCarol = sealedDigests((await store.readBlocks()).values())
    const late = memoryFile('late.bin', random.bytes(300_000))
    const interrupted = {
      ...late,
      read: async function* (fromByte: number) {
        await revokeOnly('carol')
        yield* late.read(fromByte)
      },
    }
    await expectCode('SEAL_REFUSED', folder.upload([memoryFile('first.txt', 'before him'), interrupted]))
    const { opened } = await closureOf(carol)
    assert.deepEqual([...opened.keys()].sort(), [...sealedWithCarol].sort())

    await folder.revoke('@carol')
    await folder.upload([late])
    assert.equal((await closureOf(carol)).opened.size, sealedWithCarol.size)
    assert.equal((await readFile(await openAsLink(), 'late.bin')).length, 300_000)
  })

  test('a member that is granted again reads again, with everything in between', async () => {
    await folder.share({ to: '@bob', role: 'reader' })
    const files = await readTree(await bob.space.folders.open(folder.id))
    assert.deepEqual(files.get('plan.bin'), secretPlan)
    assert.deepEqual([...(await closureOf(bob)).epochSecrets.keys()].sort(), [0, 1, 2, 3])
  })

  test('a revoked link opens nothing', async () => {
    const { subject } = await deriveLinkKeys(decodeLink(linkUrl))
    await folder.revoke(toHex(subject))
    await expectCode('GRANT_MISSING', openAsLink())
    assert.equal((await readTree(await bob.space.folders.open(folder.id))).has('late.bin'), true)
  })

  /** Looks for a head with every label that can be made from secrets of earlier epochs. */
  async function findHead(secrets: Map<number, Uint8Array>, epoch: number): Promise<Uint8Array | null> {
    const authors = store.headHistory.map(({ value }) => decodeEntry(value).entry.author)
    for (const secret of secrets.values()) {
      for (const author of authors) {
        const { tag } = deriveEpochKeys(scope, epoch, secret)
        const head = await store.heads.get(deriveHeadLabel(tag, scope, epoch, author))
        if (head !== null) return head
      }
    }
    return null
  }

  /** Ends a grant without a new epoch, as an admin in a hurry does. */
  async function revokeOnly(name: string): Promise<void> {
    const { chain, signer } = alice.space
    const { generation } = await readName(chain, { name })
    const subjects = [toHex(nameSubject(name, generation))]
    await revoke(chain, { signer, folder: folder.id, subjects })
  }
})
