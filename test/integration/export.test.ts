import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createMemoryStore, memoryFile, type OwnedFolder, openLink } from '@space/sdk'
import { writeExport } from '@space/sdk/node'
import { CarBlocks } from '../support/car-blocks.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { openWithReader, type ReaderSummary, readerProblem } from '../support/python-reader.ts'
import { createRandom } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const random = createRandom('export')

/** Every way in which a file can be held: inlined, packed, in one chunk, in several, behind an index. */
const firstFiles: Record<string, Uint8Array> = {
  'empty.txt': new Uint8Array(),
  'note.txt': Buffer.from('a note'),
  'packed/one.bin': random.bytes(5_000),
  'packed/two.bin': random.bytes(40_000),
  'whole.bin': random.bytes(200_000),
  'deep/er/still/chunks.bin': random.bytes(3_400_000),
  'names/été 🌱.txt': Buffer.from('plage'),
  ...Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`many/file ${i}.txt`, Buffer.from(`${i}`)])),
}

const passwords = { open: undefined, locked: 'correct horse' } as const

const reason = readerProblem()
// A suite that is skipped is not counted, a test is.
if (reason !== false) test('needs the second reader', { skip: reason })

describe('export', { skip: reason, timeout: 300_000 }, () => {
  const store = createMemoryStore()
  const files: Record<string, Uint8Array> = { ...firstFiles }
  const urls: Record<keyof typeof passwords | 'revoked' | 'foreign', string> = {
    open: '',
    locked: '',
    revoked: '',
    foreign: '',
  }
  let here: string
  let network: LocalNetwork
  let alice: Participant
  let folder: OwnedFolder
  let exported: string

  const upload = async (added: Record<string, Uint8Array>) => {
    Object.assign(files, added)
    await folder.upload(Object.entries(added).map(([path, bytes]) => memoryFile(path, bytes)))
  }
  const path = (name: string) => join(here, name)
  const open = (directory: string, url: string, password?: string) => {
    const out = mkdtempSync(path('out-'))
    return openWithReader(directory, url, join(out, 'files'), password)
  }

  before(async () => {
    here = temporaryFolder()
    network = await startLocalNetwork()
    alice = await network.createParticipant(store, 'alice')
    await network.createParticipant(store, 'bob')
    await network.createParticipant(store, 'carol')
    folder = await alice.space.folders.create()
    await upload(firstFiles)
    await folder.share({ to: '@bob', role: 'reader' })
    await folder.share({ to: '@carol', role: 'writer' })
    urls.open = (await folder.shareLink()).fragment
    const revoked = await folder.shareLink()
    urls.revoked = revoked.fragment
    await folder.revoke('@bob')
    await upload({ 'note.txt': Buffer.from('another note'), 'later/second.bin': random.bytes(90_000) })
    await folder.revoke(revoked.subject)
    await upload({ 'later/third.bin': random.bytes(600_000) })
    urls.locked = (await folder.shareLink({ password: passwords.locked })).fragment
    const other = await alice.space.folders.create()
    urls.foreign = (await other.shareLink()).fragment
    exported = path('exported')
    await writeExport(folder, exported)
  })
  after(async () => {
    await network?.stop()
  })

  const checkFiles = (result: { summary: ReaderSummary } | { refused: string }) => {
    assert.ok('summary' in result, JSON.stringify(result))
    const found = result.summary.files.map(({ path, sha256 }) => [path, sha256])
    const expected = Object.entries(files).map(([path, bytes]) => [
      path,
      createHash('sha256').update(bytes).digest('hex'),
    ])
    assert.deepEqual(found.toSorted(), expected.toSorted())
    return result.summary
  }

  test('holds three files and nothing half written', () => {
    assert.deepEqual(readdirSync(exported).toSorted(), ['blocks.car', 'chain.json', 'heads.json'])
    assert.deepEqual(readdirSync(here).toSorted(), ['exported'])
  })

  for (const [name, password] of Object.entries(passwords)) {
    test(`opens with a link (${name}), every byte of every epoch`, () => {
      const { epoch } = checkFiles(open(exported, urls[name as keyof typeof passwords], password))
      assert.equal(epoch, 2)
    })
  }

  test('can be made by any reader, with the same content', async () => {
    const { rpcUrl, addresses } = network
    const linked = await openLink({ rpcUrl, addresses, backend: store, url: urls.open })
    await writeExport(linked, path('by-link'))
    checkFiles(open(path('by-link'), urls.locked, passwords.locked))
    for (const file of ['chain.json', 'heads.json']) {
      const read = (directory: string) => JSON.parse(readFileSync(join(directory, file), 'utf8'))
      assert.deepEqual(read(path('by-link')), read(exported))
    }
  })

  test('opens before the first advance', async () => {
    const fresh = await alice.space.folders.create()
    await fresh.upload([memoryFile('a.txt', Buffer.from('a'))])
    const { fragment } = await fresh.shareLink()
    await writeExport(fresh, path('fresh'))
    const result = open(path('fresh'), fragment)
    assert.ok('summary' in result, JSON.stringify(result))
    assert.equal(result.summary.epoch, 0)
    assert.deepEqual(
      result.summary.files.map((file) => file.path),
      ['a.txt'],
    )
  })

  test('opens for no other account', () => {
    const refusals = [
      [urls.revoked, undefined, /^link: has no live grant/],
      [urls.locked, 'wrong horse', /^link: has no live grant/],
      [urls.foreign, undefined, /^link: is for another folder/],
    ] as const
    for (const [url, password, message] of refusals) {
      const result = open(exported, url, password)
      assert.match('refused' in result ? result.refused : 'opened', message)
    }
  })

  test('is refused when it was tampered with, by the name of what is wrong', () => {
    const json =
      (name: string, change: (value: Record<string, unknown>) => object) => (directory: string) => {
        const file = join(directory, name)
        writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))))
      }
    const car = (change: (blocks: CarBlocks) => void) => (directory: string) => {
      const blocks = CarBlocks.read(join(directory, 'blocks.car'))
      change(blocks)
      blocks.write(join(directory, 'blocks.car'))
    }
    const [newest] = Object.values(JSON.parse(readFileSync(join(exported, 'heads.json'), 'utf8'))) as [string]
    const head = CarBlocks.read(join(exported, 'blocks.car')).entry(newest)
    const previous = head.previous as Uint8Array
    const tamperings: Record<string, [(directory: string) => void, RegExp]> = {
      'a flipped byte': [car((blocks) => blocks.flip(head.ops.digest)), /^block [0-9a-f]{64}: its bytes/],
      'a cut file': [car((blocks) => blocks.cut()), /^blocks\.car: is cut short/],
      'two blocks under each other’s CIDs': [
        car((blocks) => blocks.swap(head.ops.digest, head.forest)),
        /^block [0-9a-f]{64}: its bytes/,
      ],
      'a missing live block': [
        car((blocks) => blocks.drop(head.ops.digest)),
        /^block [0-9a-f]{64}: is missing/,
      ],
      'a missing record': [
        car((blocks) => blocks.drop(head.record)),
        /^block [0-9a-f]{64}: is missing.*record/,
      ],
      'an older head': [
        json('heads.json', (heads) =>
          Object.fromEntries(
            Object.keys(heads).map((label) => [label, `0x${Buffer.from(previous).toString('hex')}`]),
          ),
        ),
        /^(blocks\.car: its root|entry )/,
      ],
      'no head': [json('heads.json', () => ({})), /^(heads\.json|blocks\.car)/],
      'another record': [
        json('chain.json', (chain) => ({ ...chain, record: `0x${'11'.repeat(32)}` })),
        /^block (11){32}: is missing/,
      ],
      'an earlier epoch': [json('chain.json', (chain) => ({ ...chain, epoch: 1 })), /^record /],
      'fewer narrowings': [json('chain.json', (chain) => ({ ...chain, narrowed: 0 })), /^record /],
      'no grants': [json('chain.json', (chain) => ({ ...chain, granted: [] })), /^link: has no live grant/],
    }
    for (const [name, [tamper, message]] of Object.entries(tamperings)) {
      const directory = path('tampered')
      cpSync(exported, directory, { recursive: true })
      tamper(directory)
      const result = open(directory, urls.open)
      assert.match('refused' in result ? result.refused : 'it opened', message, name)
      rmSync(directory, { recursive: true })
    }
    assert.ok(!existsSync(path('tampered')))
  })
})
