import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Indexer, startIndexer } from '@space/indexer'
import { startTapeNode } from '../support/tape-node.ts'

type Json = Readonly<Record<string, unknown>>
type Recorded = {
  /** Category. */
  readonly c: string
  readonly q: string
  readonly v?: Json
  readonly o?: string
  /** The answer, or what is recorded of a long one. */
  readonly a: {
    readonly data?: Json
    readonly errors?: readonly { readonly message: string }[]
    readonly sha256?: string
    readonly rows?: number
  }
}
type Answer = { readonly data?: Json; readonly errors?: readonly { readonly message: string }[] }

const FOLDER = new URL('graph-node/', import.meta.url)
const HEAD = 892
const readVector = (name: string) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))

/** Answers that are allowed to differ, by index, each with its reason. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  3028: 'the message repeats the inner filter in a notation of its own; both refuse',
  3030: 'the message repeats the inner filter in a notation of its own; both refuse',
  3127: 'syntax error in the words of another parser',
  3128: 'syntax error in the words of another parser',
  3129: 'syntax error in the words of another parser',
  3130: 'syntax error; the recorded message holds bytes of freed memory',
  3131: 'syntax error; the recorded message holds bytes of freed memory',
  3132: 'syntax error in the words of another parser',
  3133: 'syntax error; the recorded message holds bytes of freed memory',
  3134: 'syntax error; the recorded message holds bytes of freed memory',
  3136: 'syntax error; the recorded message holds bytes of freed memory',
  3137: 'syntax error; the recorded message holds bytes of freed memory',
  3179: 'unknown fragment: graph-node closes the connection, here it is an error',
  3218: 'a negative `first` beside another field: the message counts all fields together; both refuse',
  3281: 'deeper than 16 levels: SQLite bounds the depth of a statement',
  3282: 'deeper than 16 levels: SQLite bounds the depth of a statement',
  3283: 'deeper than 16 levels: SQLite bounds the depth of a statement',
  3284: 'deeper than 16 levels: SQLite bounds the depth of a statement',
  3285: 'deeper than 16 levels: SQLite bounds the depth of a statement',
}

const { addresses } = readVector('tape.json') as { addresses: string[] }
const { queries } = readVector('answers.json') as { queries: Recorded[] }
const folder = mkdtempSync(join(tmpdir(), 'graph-node-vectors-'))
const node = await startTapeNode(new URL('tape.json', FOLDER), HEAD)
after(async () => {
  await node.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The recorded build with the addresses of the tape. */
function placeBuild(): string {
  const buildDir = join(folder, 'build')
  cpSync(new URL('build', FOLDER), buildDir, { recursive: true })
  const file = join(buildDir, 'subgraph.yaml')
  let next = 0
  const manifest = readFileSync(file, 'utf8')
    .replaceAll(/"0x0{40}"/g, () => `"${addresses[next++]}"`)
    .replaceAll('startBlock: 0', 'startBlock: 2')
  assert.equal(next, addresses.length)
  writeFileSync(file, manifest)
  return buildDir
}

async function index(name: string, compatibility: 'lenient' | 'portable' | 'strict'): Promise<Indexer> {
  const dbPath = join(folder, `${name}.sqlite`)
  const buildDir = placeBuild()
  const indexer = await startIndexer({ buildDir, rpcUrl: node.url, dbPath, name: 'space', compatibility })
  after(() => indexer.close())
  await indexer.waitForBlock(HEAD)
  return indexer
}

async function ask(url: string, { q, v = {}, o }: Recorded): Promise<Answer & Json> {
  const body = JSON.stringify({ query: q, variables: v, ...(o === undefined ? {} : { operationName: o }) })
  const response = await fetch(url, { method: 'POST', body })
  assert.equal(response.status, 200)
  const text = await response.text()
  // The deployment is a hash of another kind in each system.
  return JSON.parse(
    text.replaceAll(/[0-9a-f]{64}(?= has only | only has )|(?<="deployment":")[0-9a-f]{64}/g, '<deployment>'),
  )
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]))
}

function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(value)))
    .digest('hex')
    .slice(0, 32)
}

const messages = ({ errors = [] }: Answer) => errors.map(({ message }) => message.replace(/, query = …$/, ''))
const rowsOf = ({ data = {} }: Answer) => Object.values(data)[0] as readonly unknown[]

/** Rows that are equal under `orderBy: x__id` come in any order in graph-node; only their number is compared. */
function hasTies({ q }: Recorded): boolean {
  return /orderBy: \w+__id\b/.test(q)
}

/** Why an answer differs from the recorded one; undefined where it does not. */
function compare(recorded: Recorded, answer: Answer): string | undefined {
  const { a } = recorded
  if (a.errors !== undefined || answer.errors !== undefined) {
    const [wanted, found] = [messages(a), messages(answer)]
    if (a.data !== undefined || answer.data !== undefined) return 'data beside errors'
    return JSON.stringify(wanted) === JSON.stringify(found) ? undefined : `${wanted} | ${found}`
  }
  const isEqual = a.sha256 === undefined ? digest(a) === digest(answer) : digest(answer) === a.sha256
  if (isEqual) return undefined
  const wantedRows = a.rows ?? rowsOf(a).length
  if (hasTies(recorded) && rowsOf(answer).length === wantedRows) return undefined
  return JSON.stringify(answer).slice(0, 300)
}

test(`a strict indexer gives graph-node's ${queries.length} answers, errors included`, async () => {
  assert.ok(Object.keys(EXCEPTIONS).length <= 20)
  const { url } = await index('strict', 'strict')
  const different: string[] = []
  const excepted = new Set<number>()
  let ties = 0
  for (const [i, recorded] of queries.entries()) {
    const difference = compare(recorded, await ask(url, recorded))
    if (hasTies(recorded)) ties += 1
    if (difference === undefined) continue
    if (i in EXCEPTIONS) excepted.add(i)
    else different.push(`${i} ${recorded.q.slice(0, 200)}: ${difference}`)
  }
  assert.deepEqual(different, [])
  assert.deepEqual([...excepted].map(String), Object.keys(EXCEPTIONS), 'exceptions that no longer differ')
  assert.ok(ties < 60, `${ties} queries with ties`)
})

test('a portable indexer answers what graph-node refuses with a warning, or refuses it in the same words', async () => {
  const { url } = await index('portable', 'portable')
  let warned = 0
  const different: string[] = []
  for (const [i, recorded] of queries.entries()) {
    if (i in EXCEPTIONS || recorded.a.errors === undefined) continue
    const answer = await ask(url, recorded)
    const { extensions, ...rest } = answer as Answer & { extensions?: { warnings: string[] } }
    if (extensions === undefined) {
      const difference = compare(recorded, rest)
      if (difference !== undefined) different.push(`${i} ${recorded.q.slice(0, 200)}: ${difference}`)
      continue
    }
    warned += 1
    assert.ok(rest.data !== undefined && rest.errors === undefined, recorded.q)
    const [refusal] = messages(recorded.a)
    assert.ok(
      extensions.warnings.some((warning) => warning.endsWith(`: ${refusal}`)),
      `${recorded.q} ${extensions.warnings} ${refusal}`,
    )
  }
  assert.deepEqual(different, [])
  assert.ok(warned > 80, `${warned} warnings`)
})

test('the states at eight blocks are those of graph-node', async () => {
  const states = readVector('states.json') as Record<string, Record<string, [rows: number, hash: string]>>
  const { url } = await index('states', 'strict')
  const post = async (query: string) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ query }) })
    const { data, errors } = (await response.json()) as Answer
    assert.equal(errors, undefined)
    return data as Json
  }
  const types = await readTypes(post)
  assert.equal(Object.keys(states).length, 8)
  for (const [block, expected] of Object.entries(states)) {
    const found: Record<string, [number, string]> = {}
    for (const [type, { plural, fields }] of types) {
      const rows: unknown[] = []
      for (let last = '0x'; ; last = (rows.at(-1) as { id: string }).id) {
        const list = `${plural}(first: 1000, where: {id_gt: "${last}"}, block: {number: ${block}}) { ${fields} }`
        const page = (await post(`{ rows: ${list} }`)).rows as unknown[]
        rows.push(...page)
        if (page.length < 1000) break
      }
      if (rows.length > 0) found[type] = [rows.length, digest(rows)]
    }
    assert.deepEqual(found, expected, `block ${block}`)
  }
})

/** Plural and selection of all stored fields of each type, from introspection. */
async function readTypes(post: (query: string) => Promise<Json>) {
  type TypeRef = { kind: string; name: string | null; ofType: TypeRef | null }
  type Field = { name: string; type: TypeRef; args: unknown[] }
  const ref = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }'
  const { __schema } = (await post(
    `{ __schema { types { name kind fields { name args { name } type { ${ref} } } } } }`,
  )) as { __schema: { types: { name: string; kind: string; fields: Field[] | null }[] } }
  const nameOf = (type: TypeRef): string => (type.ofType == null ? String(type.name) : nameOf(type.ofType))
  const isList = (type: TypeRef): boolean =>
    type.kind === 'LIST' || (type.ofType != null && isList(type.ofType))
  const objects = new Map(
    __schema.types
      .filter(({ kind, name }) => kind === 'OBJECT' && !/^_|^Query$/.test(name))
      .map((type) => [type.name, type.fields ?? []]),
  )
  const roots = __schema.types.find(({ name }) => name === 'Query')?.fields ?? []
  const plurals = roots.filter(({ type }) => isList(type) && objects.has(nameOf(type)))
  return plurals.map(({ name, type }) => {
    const fields = (objects.get(nameOf(type)) ?? [])
      .filter((field) => field.args.length === 0)
      .map((field) => (objects.has(nameOf(field.type)) ? `${field.name} { id }` : field.name))
    return [nameOf(type), { plural: name, fields: fields.sort().join(' ') }] as const
  })
}
