import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import {
  createMemoryState,
  createMemoryStore,
  type ErrorCode,
  exportSecrets,
  fromHex,
  type Hex,
  type OwnedFolder,
  SpaceError,
  toHex,
} from '@space/sdk'
import { encodeName, namesAbi, readName } from '@space/sdk/chain'
import { openFileState } from '@space/sdk/node'
import { type ForgeFolder, forgeFolder, formats } from '@space/sdk/testing'
import { Interface } from 'ethers'
import { callView } from '../support/call-view.ts'
import { expectCode } from '../support/expect-code.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'
import { openOwned } from '../support/open-owned.ts'
import { createRandom } from '../support/random.ts'
import { readTree } from '../support/read-tree.ts'
import { type RecordingStore, recordStore } from '../support/recording-store.ts'
import { createTamperingStore, type Tampering, type TamperingStore } from '../support/tampering-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { blockCid, decodeEntry, decodePass, deriveAccountKeys, encodePass, makeBind, nameSubject } = formats

type Pass = formats.Pass

const random = createRandom('tampering')
const files = new Map([
  ['inlined.txt', Buffer.from('inside of its directory')],
  ['packed.bin', random.bytes(5_000)],
  ['whole.bin', random.bytes(70_000)],
  ['deep/chunks.bin', random.bytes(1_100_000)],
])

describe('a storage that lies', { timeout: 300_000 }, () => {
  const home = temporaryFolder()
  let network: LocalNetwork
  let honest: RecordingStore
  let liar: TamperingStore
  let alice: Participant
  let bob: Participant
  let carol: Participant
  let folder: OwnedFolder

  before(async () => {
    network = await startLocalNetwork()
    honest = recordStore(createMemoryStore())
    liar = createTamperingStore(honest)
    alice = await network.createParticipant(honest, 'alice')
    bob = {
      ...(await network.createParticipant(honest, 'bob')),
      state: await openFileState(join(home, 'bob')),
    }
    folder = await alice.space.folders.create()
    await folder.upload([memoryFile('replaced.txt', 'an old version')])
    await folder.share({ to: '@bob', role: 'reader' })
    await folder.shareLink()
    carol = await network.createParticipant(honest, 'carol')
    await folder.share({ to: '@carol', role: 'reader' })
    await folder.revoke('@carol')
    await folder.upload([...files].map(([path, bytes]) => memoryFile(path, bytes)))
    await folder.remove('replaced.txt')
  })
  after(async () => {
    await network?.stop()
  })

  /** Reads everything as Bob does after a restart; what he has seen is kept. */
  async function readAsBob() {
    const space = await network.openSpace(
      { account: bob.account, state: await openFileState(join(home, 'bob')) },
      liar,
    )
    return readTree(await space.folders.open(folder.id))
  }

  test('each block that Bob needs is refused by name when it is flipped, cut, swapped, dropped or replaced', async () => {
    assert.deepEqual(await readAsBob(), files)
    const needed = liar.takeRequests()
    const blocks = await honest.readBlocks()
    assert.ok(needed.size >= 15 && needed.size < blocks.size, `${needed.size} of ${blocks.size} blocks`)
    const known = [...blocks]
    for (const [index, digest] of [...needed].entries()) {
      const { cid } = blocks.get(digest) as { cid: { toString(): string; code: number } }
      const others = known.filter(([other]) => other !== digest).map(([, { bytes }]) => bytes)
      for (const [what, how] of Object.entries(waysToTamper(others, index))) {
        liar.tamperWithBlock(digest, how)
        const outcome = await readAsBob().catch((failure) => failure)
        liar.restore()
        if (outcome instanceof Map) assert.deepEqual(outcome, files, `${what} ${cid}`)
        else assertNames(outcome, what, cid)
      }
    }
    assert.deepEqual(await readAsBob(), files, 'an honest answer is taken again')
  })

  /** The error, or what caused it, names the block that is wrong and the fault. */
  function assertNames(failure: unknown, what: string, cid: { toString(): string; code: number }): void {
    if (!SpaceError.is(failure)) throw failure
    const root = failure.root()
    const wrong: ErrorCode = cid.code === 0x55 ? 'BLOCK_INVALID' : 'BLOCK_CORRUPT'
    assert.equal(root.code, what === 'dropped' ? 'BLOCK_MISSING' : wrong, `${what} ${cid}`)
    assert.equal((root.data as { cid?: string }).cid, cid.toString())
  }

  test('blocks that are not needed by Bob may be anything', async () => {
    await readAsBob()
    const needed = liar.takeRequests()
    for (const digest of (await honest.readBlocks()).keys()) {
      if (!needed.has(digest)) liar.tamperWithBlock(digest, () => undefined)
    }
    assert.deepEqual(await readAsBob(), files)
    liar.restore()
  })

  test('a head that is changed, foreign, old or gone is refused, also after a restart', async () => {
    const own = [...honest.headHistory]
    const newest = own.at(-1) as { label: Uint8Array; value: Uint8Array }
    const older = own.slice(0, -1).map(({ value }) => value)
    await alice.space.folders.create()
    const foreign = honest.headHistory.at(-1)?.value as Uint8Array
    const places = Array.from({ length: Math.ceil(newest.value.length / 7) }, (_, place) => place * 7)
    const flipped = places.map((at) => newest.value.with(at, (newest.value[at] as number) ^ 1))
    const cases: [string, Uint8Array | null, ErrorCode[]][] = [
      ...flipped.map((value): [string, Uint8Array, ErrorCode[]] => ['flipped', value, ['ENTRY_INVALID']]),
      ['cut', newest.value.subarray(0, -1), ['ENTRY_INVALID']],
      ['empty', new Uint8Array(), ['ENTRY_INVALID']],
      ['of another folder', foreign, ['ENTRY_INVALID']],
      ...older.map((value): [string, Uint8Array, ErrorCode[]] => [
        'old',
        value,
        ['HEAD_ROLLED_BACK', 'ENTRY_INVALID'],
      ]),
      ['gone', null, ['HEAD_ROLLED_BACK']],
    ]
    const space = await network.openSpace(
      { account: bob.account, state: await openFileState(join(home, 'bob')) },
      liar,
    )
    for (const [what, value, codes] of cases) {
      liar.tamperWithHead(newest.label, () => value)
      const failure = await space.folders.open(folder.id).then(
        () => assert.fail(`a head that is ${what} was taken`),
        (caught) => caught,
      )
      assert.ok(SpaceError.is(failure) && codes.includes(failure.code), `${what}: ${failure}`)
    }
    const last = older.at(-1) as Uint8Array
    liar.tamperWithHead(newest.label, () => last)
    await expectCode('HEAD_ROLLED_BACK', readAsBob)
    liar.restore()
    assert.deepEqual(await readAsBob(), files)
  })

  test('a storage cannot lead the next epoch to a key of its own', async () => {
    const mallory = deriveAccountKeys(random.bytes(32), 0)
    const open = await openOwned(await network.openSpace(alice, liar), folder.id)
    for (const [digest, { bytes }] of await honest.readBlocks()) {
      const pass = readPass(bytes)
      if (pass === undefined || pass.subject[0] !== 0) continue
      // Anybody can make this binding for a link: nothing but the digest of the link's pass says that it is not hers.
      const owner = { kind: 'subject' as const, subject: pass.subject }
      const { chainId } = alice.space.chain
      const forged = makeBind({ chainId, accountEpoch: 0, owner, keys: mallory })
      await honest.blocks.put({ cid: blockCid(forged.digest, 'dag-cbor'), bytes: forged.bytes })
      liar.tamperWithBlock(digest, () => encodePass({ ...pass, bind: forged.digest }))
    }
    const before = await readChainState()
    await expectCode('BLOCK_CORRUPT', open.revoke('@bob'))
    assert.deepEqual(await readChainState(), before, 'nothing was sent')
    liar.restore()
  })

  test('a writer does not sign a list of blocks that the storage made up', async () => {
    const open = await openOwned(await network.openSpace(alice, liar), folder.id)
    const foreign = await alice.space.folders.create()
    const blocks = await honest.readBlocks()
    const other = blocks.get(foreign.forest.slice(2))?.bytes
    liar.tamperWithBlock(open.forest.slice(2), () => other)
    const count = honest.headHistory.length
    await expectCode('BLOCK_CORRUPT', open.upload([memoryFile('new.txt', 'new')]))
    assert.equal(honest.headHistory.length, count)
    liar.restore()
    await open.upload([memoryFile('new.txt', 'new')])
    assert.equal((await readAsBob()).get('new.txt')?.toString(), 'new')
  })

  test('a log that a cloned device forked is refused, even when the fork is longer', async () => {
    const [clone, other] = [recordStore(createMemoryStore()), recordStore(createMemoryStore())]
    for (const { cid, bytes } of (await honest.readBlocks()).values()) {
      for (const store of [clone, other]) await store.blocks.put({ cid, bytes })
    }
    for (const { label, value } of honest.headHistory) {
      for (const store of [clone, other]) {
        await store.heads.compareAndSet(label, await store.heads.get(label), value)
      }
    }
    const readFrom = async (store: RecordingStore) =>
      readTree(await (await network.openSpace(bob, store)).folders.open(folder.id))
    const writeTo = async (store: RecordingStore, text: string) => {
      // A device that was restored from a copy has forgotten what it saw.
      const space = await network.openSpace({ account: alice.account, state: createMemoryState() }, store)
      await (await openOwned(space, folder.id)).upload([memoryFile('fork.txt', text)])
    }
    await writeTo(clone, 'one')
    assert.equal((await readFrom(clone)).get('fork.txt')?.toString(), 'one')
    await writeTo(other, 'two')
    await expectCode('HEAD_FORKED', readFrom(other))
    await writeTo(other, 'three')
    await expectCode('HEAD_FORKED', readFrom(other))
    await writeTo(other, 'four')
    await expectCode('HEAD_FORKED', readFrom(other))
    await writeTo(clone, 'five')
    await writeTo(clone, 'six')
    assert.equal(
      (await readFrom(clone)).get('fork.txt')?.toString(),
      'six',
      'a longer log that continues is fine',
    )
  })

  test('a log is taken only if its first entry claims it for an account that may write, with a key the chain named', async () => {
    const mallory = deriveAccountKeys(random.bytes(32), 0)
    const owner = {
      kind: 'name' as const,
      registry: fromHex(alice.space.chain.addresses.names),
      name: 'alice',
    }
    const invented = makeBind({ chainId: alice.space.chain.chainId, accountEpoch: 0, owner, keys: mallory })
    await honest.blocks.put({ cid: blockCid(invented.digest, 'dag-cbor'), bytes: invented.bytes })
    const { keyDigest, generation } = await readName(alice.space.chain, { name: 'bob' })
    const { root, epoch } = exportSecrets(bob.account)
    const asBob = {
      subject: toHex(nameSubject('bob', generation)),
      bind: keyDigest,
      keys: deriveAccountKeys(root, epoch),
    }
    const cases: [string, ForgeFolder['claim'], RegExp][] = [
      ['in the name of Alice, with another key', { keys: mallory }, /signature is wrong/],
      ['with a binding of Bob', { bind: keyDigest }, /another account/],
      [
        'with a binding that was not published',
        { keys: mallory, bind: toHex(invented.digest) },
        /never named/,
      ],
      ['for Bob, who may not write', asBob, /may not write/],
    ]
    const { chain, signer } = alice.space
    const make = (claim: ForgeFolder['claim'] = {}) =>
      forgeFolder({ chain, signer, account: alice.account, backend: honest, to: '@carol', claim })
    const fresh = async (id: Hex) => {
      const space = await network.openSpace({ account: carol.account, state: createMemoryState() }, liar)
      return readTree(await space.folders.open(id))
    }
    assert.deepEqual(await fresh(await make({})), new Map())
    for (const [what, change, reason] of cases) {
      const failure = await fresh(await make(change)).then(
        () => assert.fail(`a log ${what} was taken`),
        (caught) => caught,
      )
      assert.ok(
        SpaceError.is(failure, 'CLAIM_INVALID') || SpaceError.is(failure, 'BIND_INVALID'),
        `${failure}`,
      )
      assert.match(failure.message, reason, what)
    }
  })

  test('a log stays its author’s when the key of the name changes', async () => {
    const erin = await network.createParticipant(honest, 'erin')
    const own = await erin.space.folders.create()
    await own.upload([memoryFile('note.txt', 'before')])
    await own.share({ to: '@carol', role: 'reader' })
    const { chain, signer } = erin.space
    const digest = toHex(random.bytes(32))
    const data = new Interface(namesAbi).encodeFunctionData('rotateKey', [
      encodeName('erin'),
      1,
      digest,
    ]) as Hex
    await signer.sendCalls([{ to: chain.addresses.names, data, valueWei: 0n }])
    assert.equal((await readName(chain, { name: 'erin' })).keyDigest, digest)
    const space = await network.openSpace({ account: carol.account, state: createMemoryState() }, honest)
    assert.equal((await readTree(await space.folders.open(own.id))).size, 1)
  })

  test('a reader that never saw a log reads it back to its first entry', async () => {
    const long = await alice.space.folders.create()
    const before = new Set((await honest.readBlocks()).keys())
    for (const name of ['one', 'two', 'three']) await long.upload([memoryFile(name, name)])
    await long.share({ to: '@carol', role: 'reader' })
    const state = createMemoryState()
    const open = async (own = createMemoryState()) =>
      (await network.openSpace({ account: carol.account, state: own }, liar)).folders.open(long.id)
    await open(state)
    const entries = [...(await honest.readBlocks())].filter(
      ([digest, { bytes }]) => !before.has(digest) && isEntry(bytes),
    )
    const behind = entries.filter(([digest]) => digest !== toDigest(honest.headHistory.at(-1)?.value))
    assert.equal(behind.length, 3)
    for (const [digest] of behind) {
      liar.tamperWithBlock(digest, () => undefined)
      await expectCode('BLOCK_MISSING', open())
      await open(state)
      liar.restore()
    }
  })

  function readChainState() {
    return callView(alice.space.chain, 'grants', 'folderOf', [folder.id])
  }
})

function waysToTamper(others: Uint8Array[], seed: number): Record<string, Tampering> {
  const other = (bytes: Uint8Array) =>
    others.find(({ length }, at) => length === bytes.length && at >= seed) ?? others[seed % others.length]
  return {
    flipped: (bytes) =>
      bytes.with((seed * 7_919) % bytes.length, (bytes[(seed * 7_919) % bytes.length] as number) ^ 1),
    cut: (bytes) => bytes.subarray(0, -1),
    longer: (bytes) => Buffer.concat([bytes, Uint8Array.of(0)]),
    swapped: (bytes) => other(bytes),
    dropped: () => undefined,
    empty: () => new Uint8Array(),
  }
}

function isEntry(bytes: Uint8Array): boolean {
  try {
    return decodeEntry(bytes) !== undefined
  } catch {
    return false
  }
}

function toDigest(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')
}

function readPass(bytes: Uint8Array): Pass | undefined {
  try {
    return decodePass(bytes).pass
  } catch {
    return undefined
  }
}
