import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inspect } from 'node:util'
import {
  createMemoryState,
  createMemoryStore,
  exportSecrets,
  fromHex,
  importSecrets,
  measureForest,
  type OwnedFolder,
  openLink,
  SpaceError,
} from '@space/sdk'
import { computeClosure, formats } from '@space/sdk/testing'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'
import { openOwned } from '../support/open-owned.ts'
import { type RecordingStore, recordStore } from '../support/recording-store.ts'

const { decodeLink, deriveAccountKeys, deriveAuthorKey, deriveEpochKeys, deriveLinkKeys, deriveScope } =
  formats

/** Every way in which bytes are printed. */
function spellings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes)
  const numbers = [...bytes]
  return [
    buffer.toString('hex'),
    buffer.toString('base64').replace(/=+$/, ''),
    buffer.toString('base64url'),
    BigInt(`0x${buffer.toString('hex')}`).toString(),
    numbers.join(),
    numbers.map((byte, index) => `"${index}":${byte}`).join(),
  ]
}

/** Everything that printing a value shows. */
function print(value: unknown): string {
  const options = { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true, showProxy: true }
  const shown = inspect(value, { ...options, maxArrayLength: null, maxStringLength: null })
  const json = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part))
  const text = typeof value === 'symbol' || Object(value) !== value ? '' : String(value)
  return `${shown}\n${json}\n${text}`.replace(/\s+/g, '').toLowerCase()
}

function findSecret(value: unknown, secrets: ReadonlyMap<string, Uint8Array>): string | undefined {
  const printed = print(value)
  for (const [name, bytes] of secrets) {
    if (spellings(bytes).some((spelling) => printed.includes(spelling.toLowerCase()))) return name
  }
  return undefined
}

describe('secrets', { timeout: 300_000 }, () => {
  const secrets = new Map<string, Uint8Array>()
  const returned = new Map<string, unknown>()
  let network: LocalNetwork
  let store: RecordingStore
  let alice: Participant
  let bob: Participant
  let folder: OwnedFolder

  /** Keeps what a public call gives, or the error with which it fails. */
  const keep = async <Result>(what: string, result: Promise<Result>): Promise<Result> => {
    try {
      const value = await result
      returned.set(what, value)
      return value
    } catch (failure) {
      returned.set(`the failure of ${what}`, failure)
      throw failure
    }
  }

  const keepAll = async (what: string, items: AsyncIterable<unknown>) => {
    const all: unknown[] = []
    for await (const item of items) all.push(item)
    returned.set(what, all)
  }

  /** The secrets of an account and of its device in the folder. */
  const addSecrets = (name: string, { account }: Participant, scope: Uint8Array) => {
    const { root, epoch, deviceSecret, ethereumKey } = exportSecrets(account)
    const keys = deriveAccountKeys(root, epoch)
    secrets.set(`root of ${name}`, root)
    secrets.set(`device of ${name}`, deviceSecret)
    secrets.set(`Ethereum key of ${name}`, ethereumKey)
    secrets.set(`encryption key of ${name}`, keys.kemSeed)
    secrets.set(`signing key of ${name}`, keys.signSeed)
    secrets.set(`log key of ${name}`, deriveAuthorKey(deviceSecret, scope).seed)
  }

  before(async () => {
    network = await startLocalNetwork()
    store = recordStore(createMemoryStore())
    alice = await network.createParticipant(store)
    bob = await network.createParticipant(store)
  })
  after(() => network?.stop())

  test('every public call runs, and what it gives is kept', async () => {
    const { space } = alice
    returned.set('account', alice.account)
    returned.set('space', space)
    await keep('register', space.register('alice'))
    await keep('register of Bob', bob.space.register('bob'))
    await keep('anchorKeys', space.anchorKeys())
    await keep('name', space.name())
    await keep('depositEth', space.balance.depositEth({ amountWei: 10n ** 15n }))
    await keep('setCap', space.balance.setCap(1_000n))
    await keep('balance.read', space.balance.read())
    folder = await keep('create', space.folders.create())
    const progress: unknown[] = []
    const onProgress = (event: unknown) => progress.push(event)
    const source = [memoryFile('note.txt', 'a note'), memoryFile('large.bin', new Uint8Array(100_000))]
    await keep('upload', folder.upload(source, { onProgress }))
    returned.set('progress', progress)
    const { receipt } = await keep('share', folder.share({ to: '@bob', role: 'reader' }))
    const link = await folder.shareLink({ password: 'correct horse' })
    const { fragment, ...granted } = link
    returned.set('shareLink, without the fragment', granted)
    await keep('remove', folder.remove('large.bin'))
    await keep('advance', folder.advance())
    await keep('waitForIndex', bob.space.waitForIndex(receipt?.blockNumber ?? 0))
    await keep('statement', space.balance.statement())
    await keep('shared', bob.space.folders.shared())
    await keep('open of Bob', bob.space.folders.open(folder.id))
    await keep('open', openOwned(space, folder.id))
    await keep('own', space.folders.own())
    await keep('owns', space.folders.owns(folder.id))
    const { rpcUrl, addresses } = network
    const options = { rpcUrl, addresses, backend: store, url: fragment, password: 'correct horse' }
    const linked = await keep('openLink', openLink(options))
    for (const [name, open] of Object.entries({ own: folder, linked })) {
      await keepAll(`walk of ${name}`, open.walk())
      await keepAll(`read of ${name}`, open.read('note.txt'))
      await keepAll(`export of ${name}`, open.export())
      await keep(`sizeOf of ${name}`, open.sizeOf('note.txt'))
      await keep(`refresh of ${name}`, open.refresh())
    }
    await keep('measureForest', measureForest(store, folder.forest))
    await keep('revoke', folder.revoke('@bob'))
    await assert.rejects(keep('open after the revoke', bob.space.folders.open(folder.id)), SpaceError)
    const wrong = { ...options, password: 'another horse' }
    await assert.rejects(keep('openLink with a wrong password', openLink(wrong)), SpaceError)
    const known = exportSecrets(alice.account)
    const account = importSecrets({ ...known, deviceSecret: known.root })
    const elsewhere = { account, state: createMemoryState() }
    const other = await openOwned(await network.openSpace(elsewhere, store), folder.id)
    returned.set('open on another device', other)
    await assert.rejects(keep('upload on another device', other.upload(source)), SpaceError)

    const scope = deriveScope({
      chainId: space.chain.chainId,
      grants: fromHex(network.addresses.grants),
      folder: fromHex(folder.id),
    })
    addSecrets('Alice', alice, scope)
    addSecrets('Bob', bob, scope)
    const decoded = decodeLink(fragment)
    const linkKeys = await deriveLinkKeys(decoded, 'correct horse')
    secrets.set('secret of the link', decoded.secret)
    secrets.set('encryption key of the link', linkKeys.kemSeed)
    secrets.set('signing key of the link', linkKeys.signSeed)
    const { epochSecrets } = await computeClosure({
      scope,
      blocks: [...(await store.readBlocks()).values()].map(({ bytes }) => bytes),
      kemSeeds: [deriveAccountKeys(known.root, known.epoch).kemSeed],
      secrets: [],
    })
    assert.deepEqual([...epochSecrets.keys()].sort(), [0, 1, 2])
    for (const [epoch, secret] of epochSecrets) {
      secrets.set(`secret of epoch ${epoch}`, secret)
      for (const [name, key] of Object.entries(deriveEpochKeys(scope, epoch, secret))) {
        secrets.set(`${name} key of epoch ${epoch}`, key)
      }
    }
    assert.ok(secrets.size >= 27 && returned.size >= 30, `${secrets.size} secrets, ${returned.size} values`)
  })

  test('a secret is seen wherever printing shows one', () => {
    class Hidden {
      readonly #key: Uint8Array
      constructor(key: Uint8Array) {
        this.#key = key
      }
      get key(): Uint8Array {
        return this.#key
      }
    }
    for (const [name, bytes] of secrets) {
      const hex = Buffer.from(bytes).toString('hex')
      const invisible = Object.defineProperty({}, 'key', { value: bytes, enumerable: false })
      const values = [{ deep: [{ bytes }] }, { hex }, new Hidden(bytes), invisible, new Map([['key', bytes]])]
      const printable = { toString: () => Buffer.from(bytes).toString('base64') }
      const failure = new SpaceError('NAME_UNKNOWN', { name: `0x${hex}` })
      for (const value of [...values, printable, failure]) assert.equal(findSecret(value, secrets), name)
    }
  })

  test('no value that a public call returns shows one', () => {
    for (const [what, value] of returned) assert.equal(findSecret(value, secrets), undefined, what)
  })
})
