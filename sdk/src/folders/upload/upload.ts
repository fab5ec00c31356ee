import { SpaceError } from '../../errors/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { checkSeal } from '../epoch/check-seal.ts'
import { checkWriter } from '../epoch/check-writer.ts'
import type { FolderSession } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { BlockWriter } from '../tree/block-writer.ts'
import { changeTree } from '../tree/change-tree.ts'
import { parsePath } from '../tree/path.ts'
import { openUploadJournal, type UploadJournal } from './journal.ts'
import type { SourceFile, SourceItem, UploadSource } from './source.ts'
import { StagedChanges } from './staged-changes.ts'
import { TargetPaths } from './target-paths.ts'
import { type StoredFile, Uploader } from './uploader.ts'

/** How far an upload is. Counts only what is durable. */
export type UploadProgress = {
  type: 'upload'
  filesDone: number
  bytesDone: number
  /** The file that became durable last. */
  path?: string | undefined
}

/** Something that was not uploaded, and why. */
export type UploadSkip = { path: string; reason: string }

/** What an upload did. Partial success is data, not an error. */
export type UploadResult = {
  /** Whether nothing was left out. */
  complete: boolean
  files: number
  directories: number
  sizeBytes: number
  /** Files that an earlier attempt had made durable, so that they were not read again. */
  filesReused: number
  skipped: UploadSkip[]
  /** Names that are equal to others after Unicode normalisation. */
  renamed: { from: string; to: string }[]
}

/** How an upload is done. */
export type UploadOptions = OperationOptions<UploadProgress> & {
  /** Directory of the folder into which it goes; the root by default. */
  at?: string | undefined
}

/**
 * Uploads files and directories. What is durable is remembered in the private state: the same upload, run again after
 * a crash, reads none of it again. What cannot be read is left out and reported. Throws `WRITER_UNLISTED` or
 * `SEAL_REFUSED` before anything is stored.
 */
export async function upload(
  session: FolderSession<WriterIdentity>,
  source: UploadSource,
  options: UploadOptions = {},
): Promise<UploadResult> {
  const { context, identity, epoch } = session
  checkWriter(session)
  await checkSeal(session)
  const journal = await openUploadJournal({
    state: context.state,
    deviceSecret: identity.deviceSecret,
    folder: epoch.folder,
    epoch: epoch.state.epoch,
  })
  const running = new RunningUpload(session, journal, options)
  for await (const item of source) {
    options.signal?.throwIfAborted()
    await running.take(item)
  }
  return running.finish()
}

/** One upload: blocks become durable, then files are staged, then an entry is published, again and again. */
class RunningUpload {
  readonly #session: FolderSession<WriterIdentity>
  readonly #journal: UploadJournal
  readonly #options: UploadOptions
  readonly #writer: BlockWriter
  readonly #targets: TargetPaths
  readonly #uploader: Uploader
  readonly #staged = new StagedChanges()
  readonly #result: UploadResult = {
    complete: false,
    files: 0,
    directories: 0,
    sizeBytes: 0,
    filesReused: 0,
    skipped: [],
    renamed: [],
  }

  constructor(session: FolderSession<WriterIdentity>, journal: UploadJournal, options: UploadOptions) {
    this.#session = session
    this.#journal = journal
    this.#options = options
    this.#writer = new BlockWriter(session.context.backend.blocks)
    this.#targets = new TargetPaths(parsePath(options.at ?? ''))
    this.#uploader = new Uploader({
      writer: this.#writer,
      journal,
      keying: { kind: 'convergent', key: session.epoch.keys.convergence },
      signal: options.signal,
      onDurable: ({ path }, partialBytes) => this.#report(path, partialBytes),
    })
  }

  /** Takes the next thing of the source. */
  async take(item: SourceItem): Promise<void> {
    if (item.kind === 'skip') return this.#skip(item.path, item.reason)
    const target = this.#targets.resolve(item.path)
    if ('problem' in target) return this.#skip(item.path, target.problem)
    if (target.renamed) this.#result.renamed.push({ from: item.path, to: target.path.join('/') })
    if (item.kind === 'file') return this.#takeFile(item)
    this.#staged.addDirectory(target.path, toMs(item.modifiedAt))
    this.#result.directories += 1
    await this.#publishIfFull()
  }

  /** Publishes what is left. */
  async finish(): Promise<UploadResult> {
    await this.#flush(true)
    if (!this.#staged.isEmpty) await this.#publish()
    await this.#journal.clear()
    this.#result.complete = this.#result.skipped.length === 0
    return this.#result
  }

  async #takeFile(file: SourceFile): Promise<void> {
    if (this.#journal.file(file) !== undefined) this.#result.filesReused += 1
    try {
      await this.#uploader.add(file)
    } catch (failure) {
      const reason = describeSkip(failure)
      if (reason === undefined) throw failure
      this.#skip(file.path, reason)
    }
    if (this.#uploader.isFlushDue()) await this.#flush(false)
  }

  /** Makes blocks durable and stages the files that are whole by that. */
  async #flush(all: boolean): Promise<void> {
    const stored = await this.#uploader.flush(all)
    for (const file of stored) {
      this.#stage(file)
      // Thousands of small files can become durable at once; together they would not fit into one entry.
      await this.#publishIfFull()
    }
    const last = stored.at(-1)
    if (last !== undefined) this.#report(last.source.path)
  }

  #stage(file: StoredFile): void {
    const target = this.#targets.resolve(file.source.path)
    if ('problem' in target) return
    this.#staged.addFile(target.path, toMs(file.source.modifiedAt), file)
    this.#result.files += 1
    this.#result.sizeBytes += file.source.sizeBytes
  }

  async #publishIfFull(): Promise<void> {
    if (this.#staged.isFull) await this.#publish()
  }

  async #publish(): Promise<void> {
    const { signal } = this.#options
    await changeTree(this.#session, { ...this.#staged.take(), writer: this.#writer }, { signal })
  }

  #skip(path: string, reason: string): void {
    this.#result.skipped.push({ path, reason })
  }

  #report(path: string, partialBytes = 0): void {
    const { files, sizeBytes } = this.#result
    this.#options.onProgress?.({
      type: 'upload',
      filesDone: files,
      bytesDone: sizeBytes + partialBytes,
      path,
    })
  }
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
