import type { OperationOptions } from '../../utils/index.ts'

/** A file that can be uploaded. */
export type SourceFile = {
  kind: 'file'
  /** Path below the target, parts joined by "/". */
  path: string
  sizeBytes: number
  modifiedAt: Date
  /** Changes when the content may have changed; lets an upload that was broken off skip what it has. */
  version: string
  /** Streams the content from a byte on. Rejects with `SOURCE_CHANGED` when the file is no longer the same. */
  read(fromByte: number, options?: OperationOptions): AsyncIterable<Uint8Array>
}

/** A directory that is created even when it is empty. */
export type SourceDirectory = { kind: 'directory'; path: string; modifiedAt: Date }

/** Something that is reported and left out. */
export type SourceSkip = { kind: 'skip'; path: string; reason: string }

/** One thing that a source yields. */
export type SourceItem = SourceFile | SourceDirectory | SourceSkip

/** What is uploaded: directories before what is in them. */
export type UploadSource = AsyncIterable<SourceItem> | Iterable<SourceItem>
