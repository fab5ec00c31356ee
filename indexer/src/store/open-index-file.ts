import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, parse, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SchemaModel } from '../schema/schema-model.ts'
import { columnType } from './column-codec.ts'
import { StoreError } from './store.ts'
import { BLOCKS_TABLE, createTableSql, META_TABLE } from './table-names.ts'

const FORMAT = '1'
const BUSY_TIMEOUT_MS = 5_000
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 8192;
  PRAGMA cache_size = -32768;
`

/** An opened index file that belongs to the asked identity. */
export type IndexFile = {
  readonly path: string
  readonly database: DatabaseSync
  /** Lets other processes write the index; to be called after the database is closed. */
  release(): void
}

/**
 * Opens the index of `identity` for writing: `path` itself if it is new or already that index, otherwise a file
 * beside it, named by the identity, so that an index of another build or chain is never touched.
 *
 * @throws StoreError if the file is not an index, or another process writes it.
 */
export function openIndexFile(path: string, schema: SchemaModel, identity: string): IndexFile {
  const wanted = `${FORMAT}:${identity}`
  mkdirSync(dirname(resolve(path)), { recursive: true })
  const { dir, name, ext } = parse(path)
  const tag = createHash('sha256').update(wanted).digest('hex').slice(0, 12)
  const sibling = resolve(dir, `${name}-${tag}${ext}`)
  const file = tryOpen(path, schema, wanted) ?? tryOpen(sibling, schema, wanted)
  if (file === undefined) throw new StoreError(`${sibling} belongs to another index; move it away`)
  return file
}

function tryOpen(path: string, schema: SchemaModel, wanted: string): IndexFile | undefined {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  let release = () => {}
  try {
    const found = readIdentity(database)
    if (found !== undefined && found !== wanted) {
      database.close()
      return undefined
    }
    release = lockForWriting(path)
    database.exec(PRAGMAS)
    if (found === undefined) createIndex(database, schema, wanted)
    return { path, database, release }
  } catch (error) {
    if (database.isOpen) database.close()
    release()
    if (error instanceof StoreError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const message = `${path} cannot be used as an index (${reason}); choose another file`
    throw new StoreError(message, { cause: error })
  }
}

/** Two writers would each keep a head of their own. The operating system frees this lock even after kill -9. */
function lockForWriting(path: string): () => void {
  const lock = new DatabaseSync(`${path}-lock`)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw new StoreError(`${path} is written by another process; stop it or choose another file`, {
      cause: error,
    })
  }
  return () => lock.close()
}

function readIdentity(database: DatabaseSync): string | undefined {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  if (tables.length === 0) return undefined
  const isIndex = tables.some((table) => `"${String(table.name)}"` === META_TABLE)
  if (!isIndex) throw new Error('it holds other tables')
  const row = database.prepare(`SELECT value FROM ${META_TABLE} WHERE key = 'identity'`).get()
  return typeof row?.value === 'string' ? row.value : ''
}

function createIndex(database: DatabaseSync, schema: SchemaModel, identity: string): void {
  database.exec('BEGIN IMMEDIATE')
  database.exec(`
    CREATE TABLE ${META_TABLE} (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE ${BLOCKS_TABLE}
      (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, parentHash TEXT NOT NULL, timestamp INTEGER NOT NULL) STRICT;
    CREATE INDEX "$blocks$by_hash" ON ${BLOCKS_TABLE} (hash);
  `)
  for (const entity of schema.entities.values()) database.exec(createTableSql(entity, columnType))
  database.prepare(`INSERT INTO ${META_TABLE} VALUES ('identity', ?)`).run(identity)
  database.exec('COMMIT')
}
