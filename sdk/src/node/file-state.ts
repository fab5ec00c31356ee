import { createHash } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StateStore } from '../accounts/state-store.ts'
import { asStoreError } from './io-errors.ts'

const checksumSize = 8
const headerSize = 4 + checksumSize

/**
 * Keeps an account's private state in a folder (mode 0700, files 0600). Rejects with `STORE_FULL`, `STORE_DENIED` or
 * `STORE_FAILED`; what was written before stays.
 *
 * @example
 * ```ts
 * import { openFileState } from '@space/sdk/node'
 *
 * const state = await openFileState('./alice')
 * await state.write('note', new TextEncoder().encode('hello'))
 * ```
 */
export async function openFileState(directory: string): Promise<StateStore> {
  const run = async <Result>(path: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (failure) {
      throw asStoreError(failure, directory, path)
    }
  }
  await run(directory, async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await chmod(directory, 0o700)
  })
  const checkedLogs = new Set<string>()
  const pathOf = (key: string, suffix: string) => {
    if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(key)) throw new TypeError(`not a state key: ${key}`)
    return join(directory, `${key}${suffix}`)
  }
  const onValue = async <Result>(key: string, work: (path: string) => Promise<Result>) => {
    const path = pathOf(key, '.state')
    return run(path, () => work(path))
  }
  const onLog = async <Result>(key: string, work: (path: string) => Promise<Result>) => {
    const path = pathOf(key, '.log')
    return run(path, () => work(path))
  }
  return {
    read: (key) => onValue(key, readIfThere),
    write: (key, value) => onValue(key, (path) => replaceFile(path, value)),
    append: (key, record) => onLog(key, (path) => appendRecord(path, record, checkedLogs)),
    readLog: (key) =>
      onLog(key, async (path) => parseRecords((await readIfThere(path)) ?? new Uint8Array()).records),
    remove: async (key) => {
      await onValue(key, (path) => rm(path, { force: true }))
      await onLog(key, (path) => rm(path, { force: true }))
    },
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw failure
  }
}

async function replaceFile(path: string, value: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.new`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(value)
    await file.datasync()
  } catch (failure) {
    // Half a value is of no use, and on a full disk it takes the space that is missing.
    await rm(temporary, { force: true })
    throw failure
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncDirectory(dirname(path))
}

async function appendRecord(path: string, record: Uint8Array, checkedLogs: Set<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  try {
    // What a crash or a full disk cut off must not stand before new records.
    if (!checkedLogs.delete(path)) {
      await file.truncate(parseRecords(new Uint8Array(await readFile(path))).whole)
      await syncDirectory(dirname(path))
    }
    const header = new Uint8Array(headerSize)
    new DataView(header.buffer).setUint32(0, record.length)
    header.set(checksum(record), 4)
    await file.appendFile(Buffer.concat([header, record]))
    await file.datasync()
    checkedLogs.add(path)
  } finally {
    await file.close()
  }
}

function parseRecords(bytes: Uint8Array): { records: Uint8Array[]; whole: number } {
  const records: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let whole = 0
  while (whole + headerSize <= bytes.length) {
    const end = whole + headerSize + view.getUint32(whole)
    if (end > bytes.length) break
    const record = bytes.subarray(whole + headerSize, end)
    if (Buffer.compare(checksum(record), bytes.subarray(whole + 4, whole + headerSize)) !== 0) break
    records.push(record)
    whole = end
  }
  return { records, whole }
}

function checksum(record: Uint8Array): Uint8Array {
  return createHash('sha256').update(record).digest().subarray(0, checksumSize)
}

async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory; there the rename is durable by itself.
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
