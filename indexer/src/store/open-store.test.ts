import assert from 'node:assert/strict'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import '../testing/seed.ts'
import { parseSchema } from '../schema/parse-schema.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openStore } from './open-store.ts'
import { type EntityChange, type EntityData, type Store, StoreError } from './store.ts'
import { accountId, sampleBlock, sampleChanges, toData } from './testing/sample-changes.ts'
import { SAMPLE_SCHEMA } from './testing/sample-schema.ts'

const schema = parseSchema(SAMPLE_SCHEMA)
const folder = temporaryFolder()
after(() => rmSync(folder, { recursive: true }))
let fileCount = 0
const newPath = () => join(folder, `${fileCount++}.db`)

type State = Map<string, EntityData>
type Action =
  | { do: 'commit'; blocks: { gap: number; changes: EntityChange[] }[] }
  | { do: 'revert'; depth: number }
  | { do: 'reopen' }

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.record({ gap: fc.integer({ min: 1, max: 3 }), changes: sampleChanges }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((blocks): Action => ({ do: 'commit', blocks })),
  },
  { weight: 2, arbitrary: fc.nat(6).map((depth): Action => ({ do: 'revert', depth })) },
  { weight: 1, arbitrary: fc.constant<Action>({ do: 'reopen' }) },
)

function keyOf(change: { type: string; id: string }): string {
  return `${change.type}:${change.id}`
}

/** Drops what an immutable type refuses: payments that exist already. */
function allowed(state: State, changes: EntityChange[]): EntityChange[] {
  const seen = new Set(state.keys())
  return changes.filter((change) => {
    if (change.type !== 'Payment') return true
    const isNew = !seen.has(keyOf(change))
    seen.add(keyOf(change))
    return isNew
  })
}

function applyNaively(state: State, changes: EntityChange[]): State {
  const next = new Map(state)
  for (const change of changes) {
    if (change.data === null) next.delete(keyOf(change))
    else next.set(keyOf(change), change.data)
  }
  return next
}

/** Ids by type at a height, read from the versions themselves. */
function idsAt(path: string, block: number): string[] {
  const database = new DatabaseSync(path, { readOnly: true })
  const found: string[] = []
  for (const { name, isImmutable } of schema.entities.values()) {
    const past = isImmutable
      ? ''
      : `UNION ALL SELECT "id" FROM "${name}$past" WHERE "$from" <= ${block} AND "$to" > ${block}`
    const sql = `SELECT "id" FROM "${name}" WHERE "$from" <= ${block} ${past}`
    const statement = database.prepare(sql)
    statement.setReadBigInts(true)
    for (const { id } of statement.all()) {
      found.push(`${name}:${id instanceof Uint8Array ? `0x${Buffer.from(id).toString('hex')}` : id}`)
    }
  }
  database.close()
  return found.sort()
}

function checkLatest(store: Store, state: State, everSeen: Set<string>): void {
  for (const key of everSeen) {
    const [type = '', id = ''] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    assert.deepEqual(store.get(type, id), state.get(key), key)
  }
}

function referring(state: State, type: string, matches: (data: EntityData) => boolean): Set<EntityData> {
  return new Set(
    [...state].filter(([key, data]) => key.startsWith(`${type}:`) && matches(data)).map(([, data]) => data),
  )
}

function checkRelated(store: Store, state: State): void {
  const owner = accountId(3)
  const id = `0x${Buffer.from(owner).toString('hex')}`
  const names = (value: unknown) => value instanceof Uint8Array && Buffer.compare(value, owner) === 0
  const payments = store.loadRelated('Account', id, 'payments')
  assert.deepEqual(
    new Set(payments),
    referring(state, 'Payment', (data) => names(data.get('from'))),
  )
  assert.deepEqual(
    payments.map((payment) => payment.get('id')),
    payments.map((payment) => payment.get('id') as bigint).sort((a, b) => (a < b ? -1 : 1)),
  )
  const writers = store.loadRelated('Note', 'note-1', 'writers')
  const isWriter = (data: EntityData) => (data.get('notes') as string[]).includes('note-1')
  assert.deepEqual(new Set(writers), referring(state, 'Account', isWriter))
}

describe('openStore', () => {
  it('equals a naive model through commits, reverts and restarts, at every height', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 12 }),
        fc.constantFrom(0, 2000, 1 << 20),
        (actions, cacheBytes) => {
          const path = newPath()
          const open = () => openStore({ path, schema, identity: 'a', cacheBytes })
          let store = open()
          const history: { number: number; fork: number; state: State }[] = []
          const latest = () => history.at(-1)?.state ?? new Map()
          const everSeen = new Set<string>()
          for (const [fork, step] of actions.entries()) {
            if (step.do === 'commit') {
              const list = step.blocks.map(({ gap, changes: drawn }) => {
                const number = (history.at(-1)?.number ?? 0) + gap
                const changes = allowed(latest(), drawn)
                for (const change of changes) everSeen.add(keyOf(change))
                history.push({ number, fork, state: applyNaively(latest(), changes) })
                return { block: sampleBlock(number, fork), changes }
              })
              store.commitBlocks(list)
            } else if (step.do === 'revert') {
              const target = (history.at(-1)?.number ?? 0) - step.depth
              while ((history.at(-1)?.number ?? target) > target) history.pop()
              store.revertTo(target)
            } else {
              store.close()
              store = open()
            }
            const head = history.at(-1)
            assert.deepEqual(store.head(), head && sampleBlock(head.number, head.fork))
            checkLatest(store, latest(), everSeen)
            checkRelated(store, latest())
          }
          for (const { number, fork, state } of history) {
            assert.equal(store.blockHash(number), sampleBlock(number, fork).hash)
            assert.deepEqual(idsAt(path, number), [...state.keys()].sort())
          }
          store.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  const payment = (id: bigint, amount: bigint): EntityChange => ({
    type: 'Payment',
    id: String(id),
    data: toData({ id, from: accountId(1), amount }),
  })
  const note = (id: string, text: string): EntityChange => ({ type: 'Note', id, data: toData({ id, text }) })

  it('makes one version of several writes in a block and none of an equal one', () => {
    const path = newPath()
    const store = openStore({ path, schema, identity: 'a' })
    store.commitBlock(sampleBlock(1), [note('n', 'one'), note('n', 'two')])
    store.commitBlock(sampleBlock(2), [note('n', 'two')])
    store.commitBlock(sampleBlock(3), [note('n', 'three')])
    store.close()
    const database = new DatabaseSync(path, { readOnly: true })
    const rows = database.prepare('SELECT "$from" AS a, "$to" AS b, text FROM "Note$past"').all()
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ a: 1, b: 3, text: 'two' }],
    )
    database.close()
  })

  it('keeps nothing of a commit that fails', () => {
    const store = openStore({ path: newPath(), schema, identity: 'a' })
    store.commitBlock(sampleBlock(1), [note('n', 'one'), payment(1n, 5n)])
    const before = store.get('Note', 'n')
    const list = [
      { block: sampleBlock(2), changes: [note('n', 'two'), note('m', 'new')] },
      { block: sampleBlock(3), changes: [payment(1n, 6n)] },
    ]
    assert.throws(() => store.commitBlocks(list), /Payment 1 is immutable/)
    assert.deepEqual(store.head(), sampleBlock(1))
    assert.deepEqual(store.get('Note', 'n'), before)
    assert.equal(store.get('Note', 'm'), undefined)
    store.commitBlock(sampleBlock(2), [])
    assert.deepEqual(store.head(), sampleBlock(2))
    store.close()
  })

  it('ignores the second write of a type that skips duplicates', () => {
    const skipping = parseSchema('type A @entity(immutable: true, skipDuplicates: true) { id: ID! n: Int! }')
    const store = openStore({ path: newPath(), schema: skipping, identity: 'a' })
    const change = (n: number): EntityChange => ({ type: 'A', id: 'x', data: toData({ id: 'x', n }) })
    store.commitBlock(sampleBlock(1), [change(1)])
    store.commitBlock(sampleBlock(2), [change(2)])
    assert.equal(store.get('A', 'x')?.get('n'), 1)
    store.close()
  })

  const refusals: [title: string, change: EntityChange, message: RegExp][] = [
    ['an unknown type', { type: 'Nope', id: 'x', data: null }, /no entity type Nope/],
    [
      'an unknown field',
      { type: 'Note', id: 'x', data: toData({ id: 'x', text: 't', size: 1 }) },
      /no field `size`/,
    ],
    [
      'a derived field',
      { type: 'Note', id: 'x', data: toData({ id: 'x', text: 't', writers: [] }) },
      /`writers`/,
    ],
    ['a missing required field', { type: 'Note', id: 'x', data: toData({ id: 'x' }) }, /NOT NULL/],
    [
      'a wrong type',
      { type: 'Note', id: 'x', data: toData({ id: 'x', text: 1n }) },
      /`text` is not of type String/,
    ],
    ['text with U+0000', note('x', 'a\0b'), /well-formed text/],
    ['a lone surrogate', note('x', '\ud800'), /well-formed text/],
    [
      'a 65-bit Int8',
      { type: 'Payment', id: '1', data: toData({ id: 2n ** 63n }) },
      /`id` is not of type Int8/,
    ],
  ]
  for (const [title, change, message] of refusals) {
    it(`refuses ${title} and stays usable`, () => {
      const store = openStore({ path: newPath(), schema, identity: 'a' })
      assert.throws(() => store.commitBlock(sampleBlock(1), [change]), message)
      assert.equal(store.head(), undefined)
      store.commitBlock(sampleBlock(1), [note('ok', 't')])
      assert.equal(store.get('Note', 'ok')?.get('text'), 't')
      store.close()
    })
  }

  it('refuses blocks that do not ascend and relations that are not derived', () => {
    const store = openStore({ path: newPath(), schema, identity: 'a' })
    store.commitBlock(sampleBlock(5), [])
    assert.throws(() => store.commitBlock(sampleBlock(5), []), /block 5 does not follow the head 5/)
    assert.throws(() => store.loadRelated('Payment', '1', 'from'), StoreError)
    store.close()
  })

  it('keeps a failure until a revert', () => {
    const path = newPath()
    let store = openStore({ path, schema, identity: 'a' })
    store.commitBlock(sampleBlock(1), [])
    store.setFailed({ message: 'handler broke', details: { handler: 'onPaid' } })
    store.close()
    store = openStore({ path, schema, identity: 'a' })
    assert.deepEqual(store.failed(), { message: 'handler broke', details: { handler: 'onPaid' } })
    store.revertTo(0)
    assert.equal(store.failed(), undefined)
    assert.equal(store.head(), undefined)
    store.close()
  })

  it('opens another identity in a file beside, and finds both again', () => {
    const path = join(folder, 'deep', 'index.db')
    const first = openStore({ path, schema, identity: 'a' })
    first.commitBlock(sampleBlock(1), [note('n', 'first')])
    first.close()
    for (const text of [undefined, 'second']) {
      const other = openStore({ path, schema, identity: 'b' })
      assert.match(other.path, /index-[0-9a-f]{12}\.db$/)
      assert.equal(other.get('Note', 'n')?.get('text'), text)
      if (text === undefined) other.commitBlock(sampleBlock(1), [note('n', 'second')])
      other.close()
    }
    const again = openStore({ path, schema, identity: 'a' })
    assert.equal(again.path, path)
    assert.equal(again.get('Note', 'n')?.get('text'), 'first')
    again.close()
    assert.equal(readdirSync(join(folder, 'deep')).filter((name) => name.endsWith('.db')).length, 2)
  })

  it('refuses a second writer', () => {
    const path = newPath()
    const first = openStore({ path, schema, identity: 'a' })
    assert.throws(() => openStore({ path, schema, identity: 'a' }), /is written by another process/)
    first.close()
    openStore({ path, schema, identity: 'a' }).close()
  })

  it('refuses files that are no index', () => {
    const text = newPath()
    writeFileSync(text, 'this is not a database, but long enough to look at')
    assert.throws(
      () => openStore({ path: text, schema, identity: 'a' }),
      /cannot be used as an index \(file is not/,
    )
    const foreign = newPath()
    const database = new DatabaseSync(foreign)
    database.exec('CREATE TABLE mine (a)')
    database.close()
    assert.throws(() => openStore({ path: foreign, schema, identity: 'a' }), /it holds other tables/)
  })
})
