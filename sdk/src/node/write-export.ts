import { type FileHandle, mkdir, mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { SpaceError } from '../errors/index.ts'
import type { ReadableFolder } from '../folders/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { asStoreError, errnoOf } from './io-errors.ts'
import { syncDirectory } from './sync-directory.ts'

/** So many bytes are written between two moments at which they are durable. */
const syncBytes = 64 << 20

/** How many bytes of an export are on the disk for good. */
export type ExportProgress = { type: 'export'; bytesDone: number }

/**
 * Writes a folder's export into a new directory: all of it, or nothing. A link of the folder opens it
 * there without chain, network or this software (docs/spec/export.md).
 *
 * Throws `INPUT_INVALID` when the directory exists, `STORE_FULL`, `STORE_DENIED`, and what opening a folder throws.
 *
 * @example
 * ```ts
 * import { openLink } from '@space/sdk'
 * import { openPackStore } from '@space/backend-pack'
 * import { writeExport } from '@space/sdk/node'
 *
 * const backend = await openPackStore('./blocks', { access: 'read' })
 * const folder = await openLink({ rpcUrl: 'http://127.0.0.1:8545', backend, url: 'https://…/#1.…' })
 * await writeExport(folder, './export')
 * ```
 */
export async function writeExport(
  folder: Pick<ReadableFolder, 'export'>,
  directory: string,
  options: OperationOptions<ExportProgress> = {},
): Promise<void> {
  const target = resolve(directory)
  const parent = dirname(target)
  try {
    if (await exists(target)) {
      throw new SpaceError('INPUT_INVALID', { what: directory, reason: 'it exists already' })
    }
    await mkdir(parent, { recursive: true })
    const partial = await mkdtemp(join(parent, `.${basename(target)}.`))
    try {
      await writeParts(folder.export({ signal: options.signal }), partial, options)
      syncDirectory(partial)
      await rename(partial, target)
      syncDirectory(parent)
    } finally {
      await rm(partial, { recursive: true, force: true })
    }
  } catch (failure) {
    throw asStoreError(failure, target, target)
  }
}

async function writeParts(
  parts: ReturnType<ReadableFolder['export']>,
  directory: string,
  { onProgress }: OperationOptions<ExportProgress>,
): Promise<void> {
  let file: FileHandle | undefined
  let path: string | undefined
  let bytesDone = 0
  let pendingBytes = 0
  const sync = async () => {
    await file?.datasync()
    bytesDone += pendingBytes
    pendingBytes = 0
    if (bytesDone > 0) onProgress?.({ type: 'export', bytesDone })
  }
  try {
    for await (const part of parts) {
      if (part.path !== path) {
        await sync()
        await file?.close()
        path = part.path
        file = await open(join(directory, path), 'wx', 0o600)
      }
      await file?.writeFile(part.bytes)
      pendingBytes += part.bytes.length
      if (pendingBytes >= syncBytes) await sync()
    }
    await sync()
  } finally {
    await file?.close()
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (failure) {
    if (errnoOf(failure) === 'ENOENT') return false
    throw failure
  }
}
