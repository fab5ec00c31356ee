import { INLINE_MAX_BYTES } from '../../codec/content.ts'
import { chooseChunkClass } from '../../codec/file-layout.ts'
import { encodePointer, POINTER_BYTES } from '../../codec/pointer.ts'
import { capacityBytes } from '../../codec/size-class.ts'
import { blockType } from '../../crypto/block-type.ts'
import { PACK_MAX_BYTES, packFiles } from '../../crypto/pack-files.ts'
import type { BlockKeying, SealedBlock } from '../../crypto/seal-block.ts'
import { sealFile } from '../../crypto/seal-file.ts'
import { SpaceError } from '../../errors/index.ts'
import { concatBytes } from '../../utils/index.ts'
import type { BlockWriter } from '../tree/block-writer.ts'
import type { JournalEntry, JournaledFile, UploadJournal } from './journal.ts'
import type { SourceFile } from './source.ts'

/** Files up to this size share blocks with others. */
const packedFileBytes = capacityBytes(3)

/** So many bytes are written between two moments at which everything is durable. */
const flushBytes = 64 << 20

/** Progress is worth a wait for the disk this often. */
const flushMs = 1_000

/** A file whose blocks were handed to the store. */
export type StoredFile = JournaledFile & { source: SourceFile }

/** Seals files into blocks, keeps the journal, and tells which files are durable. */
export type Uploader = {
  /** Takes one file. Rejects with `SOURCE_CHANGED` or `SOURCE_UNREADABLE`; the file then leaves no trace. */
  add(file: SourceFile): Promise<void>
  /** Whether it is time for a flush. */
  isFlushDue(): boolean
  /** Makes everything durable; `all` also closes the pack that is being filled. Gives the files that are whole. */
  flush(all: boolean): Promise<StoredFile[]>
}

/** What an uploader works with. */
export type UploaderTools = {
  writer: BlockWriter
  journal: UploadJournal
  keying: BlockKeying
  signal?: AbortSignal | undefined
  /** Told about bytes of a large file that became durable before the whole file did. */
  onDurable: (file: SourceFile, bytesDone: number) => void
}

/** Makes an uploader for one epoch of a folder. */
export function createUploader(tools: UploaderTools): Uploader {
  const { writer, journal, keying, signal } = tools
  let stored: StoredFile[] = []
  let packing: { source: SourceFile; bytes: Uint8Array }[] = []
  let packingBytes = 0
  let unflushedBytes = 0
  let flushedAt = Date.now()

  const store = async (block: SealedBlock) => {
    unflushedBytes += block.bytes.length
    await writer.add(block)
  }

  const makeDurable = async (entries: readonly JournalEntry[]) => {
    await writer.flush({ signal })
    if (entries.length > 0) await journal.add(entries)
    unflushedBytes = 0
    flushedAt = Date.now()
  }

  const closePack = async () => {
    for await (const { block, files } of packFiles(packing, keying, { signal })) {
      await store(block)
      for (const { item, content } of files)
        stored.push({ source: item.source, content, digests: [block.digest] })
    }
    packing = []
    packingBytes = 0
  }

  const addSmall = async (source: SourceFile) => {
    const bytes = await readWhole(source, signal)
    if (bytes.length <= INLINE_MAX_BYTES) {
      stored.push({ source, content: { kind: 'inline', bytes }, digests: [] })
      return
    }
    if (packingBytes + bytes.length > PACK_MAX_BYTES) await closePack()
    packing.push({ source, bytes })
    packingBytes += bytes.length
  }

  const addLarge = async (source: SourceFile) => {
    const known = journal.start(source)
    const chunkClass = chooseChunkClass(source.sizeBytes)
    // Only full chunks can stand before others; the last one is read again.
    const fullChunks = Math.floor(source.sizeBytes / capacityBytes(chunkClass))
    const knownChunks = (known?.prefix.pointers.length ?? 0) / POINTER_BYTES
    const digests = [...(known?.digests ?? [])]
    let fresh: SealedBlock[] = []
    let chunks = knownChunks
    const content = source.read(knownChunks * capacityBytes(chunkClass), { signal })
    const blocks = sealFile(content, { keying, sizeBytes: source.sizeBytes, prefix: known?.prefix, signal })
    for (;;) {
      const step = await blocks.next()
      if (step.done) {
        const { digest, secret, sizeClass } = step.value.pointer
        stored.push({ source, content: { kind: 'node', pointer: { digest, secret, sizeClass } }, digests })
        return
      }
      const block = step.value
      await store(block)
      digests.push(block.digest)
      if (block.type !== blockType.chunk) continue
      chunks += 1
      if (chunks <= fullChunks) fresh.push({ ...block, bytes: new Uint8Array() })
      if (unflushedBytes < flushBytes && Date.now() - flushedAt < flushMs) continue
      await makeDurable([toStart(source, chunkClass, fresh)])
      fresh = []
      tools.onDurable(source, Math.min(chunks, fullChunks) * capacityBytes(chunkClass))
    }
  }

  return {
    add: async (source) => {
      const known = journal.file(source)
      if (known !== undefined) stored.push({ source, ...known })
      else if (source.sizeBytes <= packedFileBytes) await addSmall(source)
      else await addLarge(source)
    },
    isFlushDue: () => unflushedBytes >= flushBytes || Date.now() - flushedAt >= flushMs,
    flush: async (all) => {
      if (all) await closePack()
      const whole = stored
      stored = []
      await makeDurable(whole.filter(({ source }) => journal.file(source) === undefined).map(toJournalEntry))
      return whole
    },
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
