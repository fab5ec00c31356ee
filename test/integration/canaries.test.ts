import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openPackStore } from '@space/backend-pack'
import { requestRpc } from '@space/devnet'
import { createAccount, type OwnedFolder, openLink, openSpace, type Space, type StateStore } from '@space/sdk'
import { openFileState } from '@space/sdk/node'
import type { Backend } from '@space/sdk/storage'
import { sealedDigests } from '@space/sdk/testing'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'
import { createRandom } from '../support/random.ts'
import { readTree } from '../support/read-tree.ts'
import { type RecordingStore, recordStore } from '../support/recording-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const random = createRandom('canaries')

const classBytes = [1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576]
/** At the edges of what is inlined, packed, in one chunk and in several. */
const fileBytes = [1, 16, 100, 3_072, 3_073, 20_000, 65_479, 65_480, 300_000, 1_078_348, 3 << 20]

/** 16 random bytes that are also text, so that they can stand in names. */
function createCanary(canaries: string[]): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  const canary = Array.from(random.bytes(16), (byte) => alphabet[byte % 32]).join('')
  canaries.push(canary)
  return canary
}

/** Random bytes with the canary at the start, somewhere inside and at the end, as far as they fit. */
function insertCanary(canary: string, sizeBytes: number): Buffer {
  const bytes = random.bytes(sizeBytes)
  if (sizeBytes < 16) return bytes
  for (const start of [0, Math.floor((sizeBytes - 16) / 2), sizeBytes - 16]) bytes.write(canary, start)
  return bytes
}

function readAllFiles(directory: string): Map<string, Buffer> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((item) =>
    item.isFile(),
  )
  return new Map(files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name))]))
}

describe('what storage and chain see', { timeout: 300_000 }, () => {
  const home = temporaryFolder()
  const storeFolder = join(home, 'store')
  const privateFolder = join(home, 'private')
  const canaries: string[] = []
  let network: LocalNetwork
  let backend: Backend
  let store: RecordingStore
  let state: StateStore
  let alice: Space
  let folder: OwnedFolder

  before(async () => {
    network = await startLocalNetwork()
    // Small packs, so that some are sealed and have an index.
    backend = await openPackStore(storeFolder, { segmentBytes: 4 << 20 })
    store = recordStore(backend)
    // What an upload remembers must stay on disk to be searched.
    state = { ...(await openFileState(privateFolder)), remove: async () => {} }
    const account = createAccount()
    const { rpcUrl, indexUrl, addresses } = network
    await network.fundEther(account.address, 10n ** 19n)
    alice = await openSpace({ rpcUrl, indexUrl, addresses, backend: store, account, state })
    await alice.register('alice')
    await network.createParticipant(store, 'bob')
    folder = await alice.folders.create()
  })
  after(async () => {
    await network?.stop()
    await backend?.close()
  })

  /** The sealed blocks that something adds, by length. */
  async function countSealed(work: () => Promise<unknown>): Promise<Record<number, number>> {
    const earlier = sealedDigests((await store.readBlocks()).values())
    await work()
    const counts: Record<number, number> = {}
    for (const [digest, { cid, bytes }] of await store.readBlocks()) {
      if (cid.code === 0x55 && !earlier.has(digest)) counts[bytes.length] = (counts[bytes.length] ?? 0) + 1
    }
    return counts
  }

  test('files with canaries go through upload, share, link, change, removal and revoke', async () => {
    const files = fileBytes.map((size) => {
      const path = `${createCanary(canaries)}/${createCanary(canaries)}.txt`
      return memoryFile(path, insertCanary(createCanary(canaries), size))
    })
    await folder.upload(files)
    await folder.share({ to: '@bob', role: 'reader' })
    const password = createCanary(canaries)
    const { fragment } = await folder.shareLink({ password })
    await folder.upload([
      memoryFile(`${createCanary(canaries)}.md`, insertCanary(createCanary(canaries), 500)),
    ])
    await folder.remove(files[0]?.path as string)
    await folder.revoke('@bob')
    await folder.upload([
      memoryFile(`${createCanary(canaries)}.md`, insertCanary(createCanary(canaries), 70_000)),
    ])

    const { rpcUrl, addresses } = network
    const open = await openLink({ rpcUrl, addresses, backend: store, url: fragment, password })
    const found = await readTree(open)
    assert.equal(found.size, fileBytes.length + 1)
    for (const { path, sizeBytes } of files.slice(1)) assert.equal(found.get(path)?.length, sizeBytes)
  })

  test('every sealed block has the length of a class, and every class occurs', async () => {
    const lengths = new Set<number>()
    for (const { cid, bytes } of (await store.readBlocks()).values()) {
      if (cid.code === 0x55) lengths.add(bytes.length)
    }
    assert.deepEqual(
      [...lengths].sort((a, b) => a - b),
      classBytes,
    )
  })

  test('no canary is in any file of the store or of the private state', async () => {
    const files = new Map([...readAllFiles(storeFolder), ...readAllFiles(privateFolder)])
    const endings = new Set([...files.keys()].map((name) => /\.(\w+)$/.exec(name)?.[1]))
    for (const ending of ['pack', 'idx', 'journal', 'log'])
      assert.ok(endings.has(ending), `a .${ending} file`)
    const names = Buffer.from([...files.keys()].join('\n'))
    const everything = Buffer.concat([names, ...files.values()])
    assert.ok(everything.length > 5_000_000)
    assert.ok(everything.includes('alice'), 'what is stored in clear is found by this search')
    assertNoCanary(everything)
    for (const { label, value } of store.headHistory) assertNoCanary(Buffer.concat([label, value]))
  })

  test('no canary is in the calldata or the logs of any transaction', async () => {
    const { rpcUrl } = network
    const last = Number(await requestRpc(rpcUrl, 'eth_blockNumber'))
    const blocks = Array.from({ length: last + 1 }, (_, number) => `0x${number.toString(16)}`)
    const transactions = await Promise.all(
      blocks.map(async (number) => {
        const block = (await requestRpc(rpcUrl, 'eth_getBlockByNumber', [number, true])) as {
          transactions: { input: string }[]
        }
        return block.transactions.map(({ input }) => input)
      }),
    )
    const filter = { fromBlock: '0x0', toBlock: 'latest' }
    const logs = (await requestRpc(rpcUrl, 'eth_getLogs', [filter])) as { data: string; topics: string[] }[]
    const words = [...transactions.flat(), ...logs.flatMap(({ data, topics }) => [data, ...topics])]
    const everything = Buffer.concat(words.map((word) => Buffer.from(word.slice(2), 'hex')))
    assert.ok(
      logs.length > 5 && everything.includes('alice'),
      'what is stored in clear is found by this search',
    )
    assertNoCanary(everything)
  })

  test('names, and sizes within a class, do not change how many blocks of each class are stored', async () => {
    const sizes = [
      [3_100, 4_000],
      [30_000, 50_000],
      [65_480, 262_000],
      [270_000, 1_000_000],
      [2_960_000, 3_000_000],
      ...Array.from({ length: 8 }, () => [4_500, 4_900]),
    ] as [number, number][]
    const upload = async (which: 0 | 1, nameOf: (place: number) => string) => {
      const open = await alice.folders.create()
      const files = sizes.map((pair, place) => memoryFile(nameOf(place), random.bytes(pair[which])))
      return countSealed(() => open.upload(files))
    }
    const small = await upload(0, (place) => `${place}.a`)
    const large = await upload(1, (place) => `a name that is longer, number ${place}.document`)
    assert.deepEqual(large, small)
    assert.ok(Object.values(small).reduce((sum, count) => sum + count) >= 15)
  })

  test('equal files in two folders give unrelated blocks, in one folder the same', async () => {
    const files = fileBytes.map((size) => memoryFile(`${size}.bin`, Buffer.alloc(size, 7)))
    const first = await alice.folders.create()
    const once = await countSealed(() => first.upload(files))
    const again = await countSealed(() => first.upload(files, { at: 'copy' }))
    const second = await alice.folders.create()
    const elsewhere = await countSealed(() => second.upload(files))
    assert.deepEqual(elsewhere, once, 'not one block of the first folder serves the second')
    assert.equal(again[1_048_576], undefined, 'inside a folder equal chunks are one block')
  })

  function assertNoCanary(bytes: Buffer): void {
    for (const canary of canaries) {
      for (const encoding of ['latin1', 'hex', 'base64'] as const) {
        // Without padding and the last character, which depend on what follows.
        const text = Buffer.from(canary).toString(encoding).replace(/.?=*$/, '')
        assert.equal(bytes.indexOf(text), -1, `a canary is stored in clear (${encoding})`)
      }
    }
  }
})
