import type { Role, Terms } from '../chain/index.ts'
import type { CallReceipt } from '../signers/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import type { ShareResult } from './share/share.ts'
import type { UploadProgress, UploadResult } from './upload/progress.ts'
import type { UploadSource } from './upload/source.ts'

/** One file or directory of a folder. */
export type FolderItem = {
  /** Path from the root of the folder, parts joined by "/". */
  path: string
  name: string
  kind: 'file' | 'directory'
  modifiedAt: Date
}

/** Which bytes of a file: from `start`, without `end`; all by default. */
export type ReadRange = { start?: number; end?: number }

/** A folder that can be read. */
export type ReadableFolder = {
  /** 32 bytes: owner's address, then salt. */
  readonly id: Uint8Array
  readonly epoch: number
  readonly access: Role | 'owner'
  /** What lies in a directory, by name; the root by default. */
  list(path?: string, options?: OperationOptions): AsyncIterable<FolderItem>
  /** Everything below a directory, each directory before what is in it. */
  walk(path?: string, options?: OperationOptions): AsyncIterable<FolderItem>
  /** Content of a file, verified block by block. */
  read(path: string, range?: ReadRange, options?: OperationOptions): AsyncIterable<Uint8Array>
  /** Size of a file. */
  sizeOf(path: string, options?: OperationOptions): Promise<number>
  /** Asks chain and storage for the newest state. */
  refresh(options?: OperationOptions): Promise<void>
  /** Digest of the list of blocks that storage must keep: what an operator pins. */
  readonly forest: Uint8Array
  /**
   * The newest state as files that a link opens without chain, network or this software (docs/spec/export.md); file
   * after file, each in pieces. `writeExport` of `@space/sdk/node` writes them to disk.
   */
  export(options?: OperationOptions): AsyncIterable<ExportPart>
}

/** A piece of one file of an export; the pieces of a file follow one another. */
export type ExportPart = { path: 'blocks.car' | 'heads.json' | 'chain.json'; bytes: Uint8Array }

/** Somebody new in a folder. */
export type ShareRequest = Terms & {
  /** `@name` or `0x…`. */
  to: string
}

/** A folder that can also be changed. */
export type WritableFolder = ReadableFolder & {
  /** Uploads files and directories; run again after a crash it goes on where it was. */
  upload(
    source: UploadSource,
    options?: OperationOptions<UploadProgress> & { at?: string },
  ): Promise<UploadResult>
  /** Removes a file or directory from the present state. */
  remove(path: string, options?: OperationOptions): Promise<void>
  /** Gives a name or an address access. */
  share(request: ShareRequest, options?: OperationOptions): Promise<ShareResult>
  /** Makes a link that opens the folder until it is revoked. */
  shareLink(
    request?: Partial<Terms> & { password?: string },
    options?: OperationOptions,
  ): Promise<{ fragment: string; subject: Uint8Array; result: ShareResult }>
  /** Ends access and changes the key, in one transaction. */
  revoke(to: string | Uint8Array, options?: OperationOptions): Promise<RevokeResult>
  /** Changes the key without ending a grant: what is owed when one has expired or was only revoked on chain. */
  advance(options?: OperationOptions): Promise<RevokeResult>
}

/** What a revocation, or only a change of the key, did. */
export type RevokeResult = {
  epoch: number
  receipt: CallReceipt
  /** Subjects of members whose key could not be found; share with them again. */
  unreached: Uint8Array[]
}
