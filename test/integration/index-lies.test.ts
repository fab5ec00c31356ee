import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  createMemoryStore,
  type Hex,
  type OwnedFolder,
  type SharedFolder,
  type Space,
  SpaceError,
  toHex,
} from '@space/sdk'
import { readNewestBlock } from '@space/sdk/chain'
import type { Backend } from '@space/sdk/storage'
import fc from 'fast-check'
import { expectCode } from '../support/expect-code.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import {
  answerHonestly,
  answerWith,
  hangUp,
  type Lie,
  type LyingServer,
  type Rows,
  startLyingServer,
} from '../support/lying-server.ts'
import { memoryFile } from '../support/memory-file.ts'
import { openOwned } from '../support/open-owned.ts'
import { seed } from '../support/random.ts'
import { readFile } from '../support/read-tree.ts'

type Row = Record<string, unknown>

describe('a subgraph that lies', { timeout: 300_000 }, () => {
  let network: LocalNetwork
  let store: Backend
  let index: LyingServer
  let alice: Participant
  let bob: Participant
  /** Bob, who asks the liar. */
  let misled: Space
  let shared: OwnedFolder
  let secret: OwnedFolder
  let revoked: OwnedFolder

  before(async () => {
    network = await startLocalNetwork()
    store = createMemoryStore()
    index = await startLyingServer(network.indexUrl)
    alice = await network.createParticipant(store, 'alice')
    bob = await network.createParticipant(store, 'bob')
    misled = await network.openSpace(bob, store, { indexUrl: index.url })
    shared = await alice.space.folders.create()
    secret = await alice.space.folders.create()
    revoked = await alice.space.folders.create()
    for (const folder of [shared, secret, revoked])
      await folder.upload([memoryFile('note.txt', 'the content')])
    await shared.share({ to: '@bob', role: 'reader' })
  })
  after(async () => {
    await index?.close()
    await network?.stop()
  })

  const findShared = async (lie: Lie): Promise<SharedFolder[]> => {
    index.answer = aboutGrants(lie)
    return misled.folders.shared()
  }
  /** Lies when asked for grants, and is honest otherwise. */
  const aboutGrants =
    (lie: Lie): Lie =>
    (honest, response) =>
      (honest.includes('"grants"') ? lie : answerHonestly)(honest, response)
  const idsOf = (folders: SharedFolder[]) => folders.map(({ folder }) => folder)
  const waitForChain = async () => alice.space.waitForIndex((await readNewestBlock(alice.space.chain)).number)

  /** Changes the one honest row. */
  const withRow = (change: (row: Row) => Row | Row[]): Lie =>
    answerWith(({ data }: { data: Rows }) => ({ data: { grants: data.grants.flatMap(change) } }))

  /** Puts another folder or subject into a row, with the id that belongs to it. */
  const renamed = (row: Row, folder: string, subject = row['subject'] as string): Row => ({
    ...row,
    id: folder + subject.slice(2),
    subject,
    folder: { ...(row['folder'] as Row), id: folder },
  })

  test('an honest answer leads Bob to the bytes', async () => {
    await waitForChain()
    const [found] = await findShared(answerHonestly)
    assert.equal(found?.role, 'reader')
    assert.equal(found?.owner, alice.space.address)
    const open = await misled.folders.open(found?.folder as Hex)
    assert.equal((await readFile(open, 'note.txt')).toString(), 'the content')
  })

  const broken: [string, Lie, 'INDEX_UNREACHABLE' | 'INDEX_ANSWER_INVALID'][] = [
    ['hangs up', hangUp, 'INDEX_UNREACHABLE'],
    [
      'breaks off inside',
      (honest, response) => {
        response.writeHead(200, { 'content-length': honest.length })
        response.write(honest.slice(0, honest.length / 2), () => response.socket?.destroy())
      },
      'INDEX_ANSWER_INVALID',
    ],
    [
      'ends half-way',
      (honest, response) => response.end(honest.slice(0, honest.length / 2)),
      'INDEX_ANSWER_INVALID',
    ],
    ['is a page', (_, response) => response.end('<html>It works!</html>'), 'INDEX_ANSWER_INVALID'],
    ['is an error page', (_, response) => response.writeHead(500).end('<html>'), 'INDEX_ANSWER_INVALID'],
    ['is empty', (_, response) => response.end(), 'INDEX_ANSWER_INVALID'],
    ['is an error', answerWith({ errors: [{ message: 'no' }] }), 'INDEX_ANSWER_INVALID'],
    ['has data and an error', answerWith({ data: { grants: [] }, errors: [{}] }), 'INDEX_ANSWER_INVALID'],
    ...[
      null,
      7,
      [],
      {},
      { data: null },
      { data: {} },
      { data: { grants: null } },
      { data: { grants: [7] } },
    ].map((json): [string, Lie, 'INDEX_ANSWER_INVALID'] => [
      `is ${JSON.stringify(json)}`,
      answerWith(json),
      'INDEX_ANSWER_INVALID',
    ]),
  ]
  for (const [what, lie, code] of broken) {
    test(`an answer that ${what} is refused`, async () => {
      await expectCode(code, findShared(lie))
    })
  }

  test('an index that is not there, and a wait that is given up', async () => {
    const { account, state } = bob
    const nowhere = await network.openSpace({ account, state }, store, { indexUrl: 'http://127.0.0.1:1' })
    await expectCode('INDEX_UNREACHABLE', nowhere.folders.shared())
    index.answer = () => {}
    const signal = AbortSignal.timeout(200)
    await assert.rejects(misled.folders.shared({ signal }), (failure) => failure === signal.reason)
  })

  test('a folder that was never granted, or to another account, is left out', async () => {
    const stranger = withRow((row) => renamed(row, secret.id))
    assert.deepEqual(await findShared(stranger), [])
    const invented = withRow((row) => renamed(row, `0x${'ab'.repeat(32)}`))
    assert.deepEqual(await findShared(invented), [])
    const others = withRow((row) => renamed(row, shared.id, `0x${'61'.repeat(32)}`))
    assert.deepEqual(await findShared(others), [])
    await expectCode('GRANT_MISSING', misled.folders.open(secret.id))
    await expectCode('GRANT_MISSING', misled.folders.open(`0x${'ab'.repeat(32)}`))
  })

  test('role, owner and expiry are the chain’s, whatever the index says', async () => {
    const wild = withRow((row) => ({
      ...row,
      role: 4,
      expiresAt: '0',
      folder: { ...(row['folder'] as Row), owner: { id: bob.space.address.toLowerCase() } },
    }))
    const [found] = await findShared(wild)
    assert.equal(found?.role, 'reader')
    assert.equal(found?.owner, alice.space.address)
    assert.equal((await misled.folders.open(shared.id)).access, 'reader')
  })

  test('a revoked grant that the index still shows as live is left out', async () => {
    await revoked.share({ to: '@bob', role: 'writer' })
    await waitForChain()
    let old = ''
    const keep: Lie = (honest, response) => {
      old = honest
      response.end(honest)
    }
    assert.deepEqual(idsOf(await findShared(keep)).sort(), [shared.id, revoked.id].sort())
    await revoked.revoke('@bob')
    assert.deepEqual(idsOf(await findShared((_, response) => response.end(old))), [shared.id])
    await expectCode('GRANT_MISSING', misled.folders.open(revoked.id))
  })

  test('an index that stands still hides what is new, and says that it is behind', async () => {
    let old = ''
    await findShared((honest, response) => {
      old = honest
      response.end(honest)
    })
    const late = await alice.space.folders.create()
    const { receipt } = await late.share({ to: '@bob', role: 'reader' })
    await waitForChain()
    const stuck: Lie = (_, response) => response.end(old)
    assert.equal(idsOf(await findShared(stuck)).includes(late.id), false)
    assert.equal((await misled.folders.open(late.id)).access, 'reader', 'who knows the id needs no index')
    index.answer = answerWith({ data: { _meta: { block: { number: (receipt?.blockNumber ?? 0) - 1 } } } })
    const waiting = misled.waitForIndex(receipt?.blockNumber ?? 0, { timeoutMs: 100 })
    assert.equal((await expectCode('INDEX_BEHIND', waiting)).retryable, true)
    assert.equal(idsOf(await findShared(answerHonestly)).includes(late.id), true)
  })

  test('a second name becomes the primary one, and grants and folders of the first stay', async () => {
    const erin = await network.createParticipant(store, 'erin')
    const own = await erin.space.folders.create()
    await own.upload([memoryFile('own.txt', 'her own')])
    await shared.share({ to: '@erin', role: 'reader' })
    const { blockNumber } = await erin.space.register('erin-again')
    await erin.space.waitForIndex(blockNumber)
    assert.equal(await erin.space.name(), 'erin-again')
    assert.deepEqual(idsOf(await erin.space.folders.shared()), [shared.id])
    const open = await erin.space.folders.open(shared.id)
    assert.equal((await readFile(open, 'note.txt')).toString(), 'the content')
    const again = await openOwned(erin.space, own.id)
    await again.upload([memoryFile('more.txt', 'and more')])
    assert.equal((await readFile(again, 'more.txt')).toString(), 'and more')
    await own.share({ to: '@bob', role: 'reader' })
    const theirs = await bob.space.folders.open(own.id)
    assert.equal((await readFile(theirs, 'more.txt')).toString(), 'and more')

    const { account, state } = erin
    const asked = await network.openSpace({ account, state }, store, { indexUrl: index.url })
    const word = (name: string) => ({ id: toHex(Buffer.from(name.padEnd(32, '\0'))) })
    const names = (...rows: Row[]) =>
      answerWith(({ data }: { data: Rows }) => ('names' in data ? { data: { names: rows } } : { data }))
    const lies: Lie[] = [
      names(),
      names(word('bob')),
      names(word('unregistered')),
      names({ id: `0x${'ff'.repeat(32)}` }),
      names(word('erin'), word('erin')),
      answerWith(7),
      hangUp,
    ]
    for (const lie of lies) {
      index.answer = lie
      await expectCode('GRANT_MISSING', asked.folders.open(shared.id))
    }
    index.answer = names(word('bob'), word('erin'))
    assert.equal((await asked.folders.open(shared.id)).access, 'reader')
    index.answer = names(word('bob'))
    assert.deepEqual(await asked.folders.shared(), [], 'the names of others bring nothing')
  })

  test('grants that are returned twice or without end are refused', async () => {
    await expectCode('INDEX_ANSWER_INVALID', findShared(withRow((row) => [row, row])))
    const pages = answerWith(({ data }: { data: Rows }) => ({
      data: { grants: Array.from({ length: 1_000 }, () => data.grants[0]) },
    }))
    await expectCode('INDEX_ANSWER_INVALID', findShared(pages))
    await expectCode('INDEX_ANSWER_INVALID', findShared(withRow((row) => ({ ...row, id: secret.id }))))
  })

  test(`no value in any field widens what Bob finds (SPACE_SEED=${seed})`, async () => {
    await findShared(answerHonestly)
    const truth = new Set(idsOf(await findShared(answerHonestly)))
    const absurd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(2 ** 60, -1, 1e300, `0x${'0'.repeat(64)}`, '9'.repeat(81), secret.id, {}, []),
    )
    const path = fc.constantFrom('id', 'subject', 'role', 'expiresAt', 'folder', 'folder.id', 'folder.owner')
    const change = fc.array(fc.tuple(path, absurd), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const lie = withRow((row) => changes.reduce((changed, [at, value]) => setAt(changed, at, value), row))
        try {
          for (const id of idsOf(await findShared(lie))) assert.ok(truth.has(id), `${id} is no folder of his`)
        } catch (failure) {
          assert.ok(SpaceError.is(failure, 'INDEX_ANSWER_INVALID'), String(failure))
        }
      }),
      { seed, numRuns: 60 },
    )
  })
})

function setAt(row: Row, path: string, value: unknown): Row {
  const [key, rest] = path.split('.') as [string, string | undefined]
  if (rest === undefined) return { ...row, [key]: value }
  const below = row[key]
  const inner = typeof below === 'object' && below !== null ? (below as Row) : {}
  return { ...row, [key]: { ...inner, [rest]: value } }
}
