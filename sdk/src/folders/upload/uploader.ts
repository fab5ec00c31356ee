import { INLINE_MAX_BYTES } from '../../codec/content.ts'
import { chooseChunkClass } from '../../codec/file-layout.ts'
import { encodePointer, POINTER_BYTES } from '../../codec/pointer.ts'
import { capacityBytes } from '../../codec/size-class.ts'
import { blockType } from '../../crypto/block-type.ts'
import { BUNDLE_MAX_BYTES, bundleFiles } from '../../crypto/bundle-files.ts'
import type { BlockKeying, SealedBlock } from '../../crypto/seal-block.ts'
import { sealFile } from '../../crypto/seal-file.ts'
import { SpaceError } from '../../errors/index.ts'
import { concatBytes } from '../../utils/index.ts'
import type { BlockWriter } from '../tree/block-writer.ts'
import type { JournalEntry, JournaledFile, UploadJournal } from './journal.ts'
import type { SourceFile } from './source.ts'

/** Files up to this size share blocks with others. */
const bundledFileBytes = capacityBytes(3)

/** So many bytes are written between two moments at which everything is durable. */
const flushBytes = 64 << 20

/** Progress is worth a wait for the disk this often. */
const flushMs = 1_000

/** A file whose blocks were handed to the store. */
export type StoredFile = JournaledFile & { source: SourceFile }

/** What an uploader works with. */
export type UploaderTools = {
  writer: BlockWriter
  journal: UploadJournal
  keying: BlockKeying
  signal?: AbortSignal | undefined
  /** Is called with the bytes of a large file that became durable before the whole file did. */
  onDurable: (file: SourceFile, bytesDone: number) => void
}

/** Seals files into blocks for one epoch of a folder, keeps the journal, and knows which files are durable. */
export class Uploader {
  readonly #tools: UploaderTools
  #stored: StoredFile[] = []
  #bundling: { source: SourceFile; bytes: Uint8Array }[] = []
  #bundlingBytes = 0
  #unflushedBytes = 0
  #flushedAt = Date.now()

  constructor(tools: UploaderTools) {
    this.#tools = tools
  }

  /** Takes one file. Rejects with `SOURCE_CHANGED` or `SOURCE_UNREADABLE`; the file then leaves no trace. */
  async add(source: SourceFile): Promise<void> {
    const known = this.#tools.journal.file(source)
    if (known !== undefined) this.#stored.push({ source, ...known })
    else if (source.sizeBytes <= bundledFileBytes) await this.#addSmall(source)
    else await this.#addLarge(source)
  }

  /** Whether it is time for a flush. */
  isFlushDue(): boolean {
    return this.#unflushedBytes >= flushBytes || Date.now() - this.#flushedAt >= flushMs
  }

  /** Makes everything durable; `all` also closes the bundle that is being filled. Gives the files that are whole. */
  async flush(all: boolean): Promise<StoredFile[]> {
    if (all) await this.#closeBundle()
    const whole = this.#stored
    this.#stored = []
    const { journal } = this.#tools
    await this.#makeDurable(
      whole.filter(({ source }) => journal.file(source) === undefined).map(toJournalEntry),
    )
    return whole
  }

  async #store(block: SealedBlock): Promise<void> {
    this.#unflushedBytes += block.bytes.length
    await this.#tools.writer.add(block)
  }

  async #makeDurable(entries: readonly JournalEntry[]): Promise<void> {
    const { writer, journal, signal } = this.#tools
    await writer.flush({ signal })
    if (entries.length > 0) await journal.add(entries)
    this.#unflushedBytes = 0
    this.#flushedAt = Date.now()
  }

  async #addSmall(source: SourceFile): Promise<void> {
    const bytes = await readWhole(source, this.#tools.signal)
    if (bytes.length <= INLINE_MAX_BYTES) {
      this.#stored.push({ source, content: { kind: 'inline', bytes }, digests: [] })
      return
    }
    if (this.#bundlingBytes + bytes.length > BUNDLE_MAX_BYTES) await this.#closeBundle()
    this.#bundling.push({ source, bytes })
    this.#bundlingBytes += bytes.length
  }

  async #closeBundle(): Promise<void> {
    const { keying, signal } = this.#tools
    for await (const { block, files } of bundleFiles(this.#bundling, keying, { signal })) {
      await this.#store(block)
      for (const { item, content } of files) {
        this.#stored.push({ source: item.source, content, digests: [block.digest] })
      }
    }
    this.#bundling = []
    this.#bundlingBytes = 0
  }

  async #addLarge(source: SourceFile): Promise<void> {
    const { journal, keying, signal, onDurable } = this.#tools
    const known = journal.start(source)
    const chunkClass = chooseChunkClass(source.sizeBytes)
    // Only full chunks can stand before others; the last one is read again.
    const fullChunks = Math.floor(source.sizeBytes / capacityBytes(chunkClass))
    const knownChunks = (known?.prefix.pointers.length ?? 0) / POINTER_BYTES
    const digests = [...(known?.digests ?? [])]
    let fresh: SealedBlock[] = []
    let chunks = knownChunks
    const write = async (block: SealedBlock) => {
      await this.#store(block)
      digests.push(block.digest)
      if (block.type !== blockType.chunk) return
      chunks += 1
      if (chunks <= fullChunks) fresh.push({ ...block, bytes: new Uint8Array() })
      if (!this.isFlushDue()) return
      await this.#makeDurable([toStart(source, chunkClass, fresh)])
      fresh = []
      onDurable(source, Math.min(chunks, fullChunks) * capacityBytes(chunkClass))
    }
    const content = source.read(knownChunks * capacityBytes(chunkClass), { signal })
    const { sizeBytes } = source
    const { pointer } = await sealFile(content, { keying, write, sizeBytes, prefix: known?.prefix, signal })
    this.#stored.push({ source, content: { kind: 'node', pointer }, digests })
  }
}

function toJournalEntry({ source, content, digests }: StoredFile): JournalEntry {
  return { source, file: { content, digests } }
}

function toStart(
  source: SourceFile,
  chunkClass: ReturnType<typeof chooseChunkClass>,
  chunks: readonly SealedBlock[],
): JournalEntry {
  const pointers = concatBytes(...chunks.map((chunk) => encodePointer(chunk).subarray(0, POINTER_BYTES)))
  return { source, start: { prefix: { chunkClass, pointers }, digests: chunks.map(({ digest }) => digest) } }
}

async function readWhole(source: SourceFile, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const bytes = new Uint8Array(source.sizeBytes)
  let length = 0
  for await (const piece of source.read(0, { signal })) {
    if (length + piece.length > bytes.length) throw new SpaceError('SOURCE_CHANGED', { path: source.path })
    bytes.set(piece, length)
    length += piece.length
  }
  if (length < bytes.length) throw new SpaceError('SOURCE_CHANGED', { path: source.path })
  return bytes
}
