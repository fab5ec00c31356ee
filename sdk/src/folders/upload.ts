import { SpaceError } from '../errors/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { checkSeal } from './check-seal.ts'
import { commit } from './commit.ts'
import type { FolderSession } from './folder-session.ts'
import type { WriterIdentity } from './identity.ts'
import { parsePath } from './path.ts'
import { applyEdit } from './tree/apply-edit.ts'
import { createBlockWriter } from './tree/block-writer.ts'
import { type DirectoryEdit, editDirectory } from './tree/tree-edit.ts'
import { openUploadJournal } from './upload-journal.ts'
import { createTargetPaths } from './upload-paths.ts'
import type { UploadProgress, UploadResult } from './upload-progress.ts'
import type { SourceFile, UploadSource } from './upload-source.ts'
import { createUploader, type StoredFile } from './uploader.ts'

/** An entry is published when the log's record of the changes has grown to about this size. */
const changesBytes = 400_000

/** About what a change takes besides names and inlined content. */
const changeOverhead = 160

/**
 * Uploads files and directories. What is durable is remembered in the private state: the same upload, run again after
 * a crash, reads none of it again. Whatever cannot be read is left out and reported.
 */
export async function upload(
  session: FolderSession<WriterIdentity>,
  source: UploadSource,
  options: OperationOptions<UploadProgress> & { at?: string } = {},
): Promise<UploadResult> {
  const { context, identity, fetchBlock } = session
  const { signal, onProgress } = options
  await checkSeal(context, identity, session.epoch)
  const { epoch } = session
  const journal = await openUploadJournal(
    context.state,
    identity.deviceSecret,
    epoch.folder,
    epoch.state.epoch,
  )
  const writer = createBlockWriter(context.backend.blocks)
  const keying = { kind: 'convergent' as const, key: epoch.keys.convergence }
  const targets = createTargetPaths(parsePath(options.at ?? ''))
  const result = emptyResult()
  let edit: DirectoryEdit = new Map()
  let digests: Uint8Array[] = []
  let editBytes = 0
  let partialBytes = 0

  const report = (path?: string) =>
    onProgress?.({
      type: 'upload',
      filesDone: result.files,
      bytesDone: result.sizeBytes + partialBytes,
      path,
    })

  const uploader = createUploader({
    writer,
    journal,
    keying,
    signal,
    onDurable: (file, bytesDone) => {
      partialBytes = bytesDone
      report(file.path)
    },
  })

  const stage = (file: StoredFile) => {
    const target = targets.resolve(file.source.path)
    if ('problem' in target) return
    const name = target.path.at(-1) as string
    const parent = editDirectory(edit, target.path.slice(0, -1), Date.now())
    parent.set(name, { kind: 'file', modifiedMs: toMs(file.source.modifiedAt), content: file.content })
    digests.push(...file.digests)
    editBytes += changeOverhead + 2 * name.length
    if (file.content.kind === 'inline') editBytes += file.content.bytes.length
    result.files += 1
    result.sizeBytes += file.source.sizeBytes
  }

  const publish = async () => {
    const applied = await applyEdit(session.head.ops.root, edit, { fetchBlock, writer, keying })
    await writer.flush({ signal })
    const { root, operations } = applied
    const input = { root, operations, digests: [...digests, ...applied.digests], objects: [] }
    session.head = await commit(context, identity, epoch, session.head, session.seen, input, { signal })
    edit = new Map()
    digests = []
    editBytes = 0
  }

  const flush = async (all: boolean) => {
    const stored = await uploader.flush(all)
    partialBytes = 0
    for (const file of stored) {
      stage(file)
      // Thousands of small files can become durable at once; together they would not fit into one entry.
      if (editBytes >= changesBytes) await publish()
    }
    if (stored.length > 0) report(stored.at(-1)?.source.path)
  }

  const addFile = async (file: SourceFile) => {
    if (journal.file(file) !== undefined) result.filesReused += 1
    try {
      await uploader.add(file)
    } catch (failure) {
      const reason = describeSkip(failure)
      if (reason === undefined) throw failure
      result.skipped.push({ path: file.path, reason })
    }
    if (uploader.isFlushDue()) await flush(false)
  }

  for await (const item of source) {
    signal?.throwIfAborted()
    if (item.kind === 'skip') {
      result.skipped.push({ path: item.path, reason: item.reason })
      continue
    }
    const target = targets.resolve(item.path)
    if ('problem' in target) {
      result.skipped.push({ path: item.path, reason: target.problem })
      continue
    }
    if (target.renamed) result.renamed.push({ from: item.path, to: target.path.join('/') })
    if (item.kind === 'file') await addFile(item)
    else {
      const name = target.path.at(-1) as string
      editDirectory(edit, target.path, toMs(item.modifiedAt))
      editBytes += changeOverhead + 2 * name.length
      result.directories += 1
      if (editBytes >= changesBytes) await publish()
    }
  }
  await flush(true)
  if (edit.size > 0) await publish()
  await journal.clear()
  result.complete = result.skipped.length === 0
  return result
}

function emptyResult(): UploadResult {
  return { complete: false, files: 0, directories: 0, sizeBytes: 0, filesReused: 0, skipped: [], renamed: [] }
}

function describeSkip(failure: unknown): string | undefined {
  if (SpaceError.is(failure, 'SOURCE_CHANGED')) return 'it changed while it was read'
  if (SpaceError.is(failure, 'SOURCE_UNREADABLE')) return failure.data.reason
  return undefined
}

/** Times before 1970 have no place in the format. */
function toMs(time: Date): number {
  return Math.max(0, Math.floor(time.getTime()))
}
