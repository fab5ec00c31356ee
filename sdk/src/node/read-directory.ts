import { type BigIntStats, constants, type Dirent } from 'node:fs'
import { type FileHandle, lstat, open, opendir } from 'node:fs/promises'
import { basename } from 'node:path'
import { SpaceError } from '../errors/index.ts'
import type { SourceFile, SourceItem } from '../folders/upload/source.ts'
import type { OperationOptions } from '../utils/index.ts'

const readSize = 1 << 20

/**
 * Walks a directory (or one file) for an upload. Symbolic links, sockets, devices, unreadable files and names
 * that are not UTF-8 are reported as skipped, never followed.
 *
 * @example
 * ```ts
 * import { readDirectory } from '@space/sdk/node'
 *
 * for await (const item of readDirectory('./photos')) console.log(item.kind, item.path)
 * ```
 */
export async function* readDirectory(root: string): AsyncGenerator<SourceItem> {
  const name = basename(root)
  const location = Buffer.from(root)
  const stats = await lstat(location, { bigint: true }).catch(refuseSource(root))
  if (stats.isFile()) {
    yield toSourceFile(location, name, stats)
  } else if (stats.isDirectory()) {
    yield* walk(location, '', await listDirectory(location).catch(refuseSource(root)))
  } else {
    yield { kind: 'skip', path: name, reason: describeKind(stats) }
  }
}

async function* walk(
  directory: Buffer,
  prefix: string,
  entries: readonly Dirent<Buffer>[],
): AsyncGenerator<SourceItem> {
  for (const entry of entries) {
    const name = decodeName(entry.name)
    const shown = `${prefix}${name ?? entry.name.toString('utf8')}`
    if (name === undefined) {
      yield { kind: 'skip', path: shown, reason: 'its name is not UTF-8' }
      continue
    }
    yield* visit(Buffer.concat([directory, Buffer.from('/'), entry.name]), shown)
  }
}

async function* visit(location: Buffer, path: string): AsyncGenerator<SourceItem> {
  try {
    const stats = await lstat(location, { bigint: true })
    if (stats.isDirectory()) {
      yield { kind: 'directory', path, modifiedAt: stats.mtime }
      yield* walk(location, `${path}/`, await listDirectory(location))
    } else if (stats.isFile()) {
      yield toSourceFile(location, path, stats)
    } else {
      yield { kind: 'skip', path, reason: describeKind(stats) }
    }
  } catch (failure) {
    const reason = describeFailure(failure)
    if (reason === undefined) throw failure
    yield { kind: 'skip', path, reason }
  }
}

/** Sorted, so that a repeated upload meets the files in the same order. */
async function listDirectory(directory: Buffer): Promise<Dirent<Buffer>[]> {
  const entries: Dirent<Buffer>[] = []
  // The typings of opendir lack the buffer form that Node documents for it.
  const options = { encoding: 'buffer' } as unknown as { encoding: 'utf8' }
  for await (const entry of await opendir(directory as unknown as string, options)) {
    entries.push(entry as unknown as Dirent<Buffer>)
  }
  return entries.sort((a, b) => Buffer.compare(a.name, b.name))
}

function decodeName(name: Buffer): string | undefined {
  const text = name.toString('utf8')
  return Buffer.from(text).equals(name) ? text : undefined
}

function describeKind(stats: BigIntStats): string {
  if (stats.isSymbolicLink()) return 'it is a symbolic link'
  if (stats.isSocket()) return 'it is a socket'
  if (stats.isFIFO()) return 'it is a named pipe'
  return 'it is a device'
}

/** Failures that concern one file and must not stop the rest. */
function describeFailure(failure: unknown): string | undefined {
  const code = (failure as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ESTALE') return 'it vanished'
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read'
  if (code === 'ELOOP') return 'it became a symbolic link'
  if (code === 'EIO') return 'the disk cannot read it'
  if (code === 'ENOTDIR' || code === 'ENXIO') return 'it became something else'
  if (code === 'ENAMETOOLONG') return 'its path is too long for this system'
  return undefined
}

function versionOf(stats: BigIntStats): string {
  return `${stats.dev}-${stats.ino}-${stats.size}-${stats.mtimeNs}-${stats.ctimeNs}`
}

function toSourceFile(location: Buffer, path: string, stats: BigIntStats): SourceFile {
  const version = versionOf(stats)
  return {
    kind: 'file',
    path,
    sizeBytes: Number(stats.size),
    modifiedAt: stats.mtime,
    version,
    read: (fromByte, options = {}) => readFile({ location, path, version }, fromByte, options),
  }
}

async function* readFile(
  { location, path, version }: { location: Buffer; path: string; version: string },
  fromByte: number,
  options: OperationOptions,
): AsyncGenerator<Uint8Array> {
  const file = await openSource(location, path)
  try {
    await refuseChange(file, path, version)
    const buffer = new Uint8Array(readSize)
    for (let position = fromByte; ; ) {
      options.signal?.throwIfAborted()
      const { bytesRead } = await file.read(buffer, 0, readSize, position).catch(refuseSource(path))
      if (bytesRead === 0) break
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
    await refuseChange(file, path, version)
  } finally {
    await file.close()
  }
}

async function openSource(location: Buffer, path: string): Promise<FileHandle> {
  // A file that became a link or a pipe since it was listed must neither be followed nor wait for a writer.
  return open(location, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    refuseSource(path),
  )
}

function refuseSource(path: string): (failure: unknown) => never {
  return (failure) => {
    const reason = describeFailure(failure)
    if (reason === undefined) throw failure
    throw new SpaceError('SOURCE_UNREADABLE', { path, reason }, { cause: failure })
  }
}

async function refuseChange(file: FileHandle, path: string, version: string): Promise<void> {
  if (versionOf(await file.stat({ bigint: true })) !== version)
    throw new SpaceError('SOURCE_CHANGED', { path })
}
