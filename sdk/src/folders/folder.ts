import type { Signer } from '../signers/index.ts'
import { type Hex, type OperationOptions, toHex } from '../utils/index.ts'
import { type ExportPart, exportFolder } from './export/export-folder.ts'
import { type FolderSession, newestHead, refreshSession } from './log/session.ts'
import type { Access } from './members/access.ts'
import type { WriterIdentity } from './members/identity.ts'
import { findSubject } from './members/recipient.ts'
import { advance, type RevokeResult } from './share/advance.ts'
import type { ShareResult } from './share/grant-access.ts'
import { type ShareOptions, share } from './share/share.ts'
import { type ShareLinkOptions, type ShareLinkResult, shareLink } from './share/share-link.ts'
import { remove } from './tree/remove.ts'
import { type FolderItem, type ReadFileOptions, TreeReader } from './tree/tree-reader.ts'
import type { UploadSource } from './upload/source.ts'
import { type UploadOptions, type UploadResult, upload } from './upload/upload.ts'

/**
 * A folder that was opened: `access` is what the contract allowed at that moment, and the methods are what that access
 * is for. Open the folder again to use a right that was granted later.
 */
export type Folder =
  | ReadableFolder<'reader'>
  | ReadableFolder<'commenter'>
  | WritableFolder<'writer'>
  | ManagedFolder<'admin'>
  | ManagedFolder<'owner'>

/** A folder that the account owns. */
export type OwnedFolder = ManagedFolder<'owner'>

/**
 * A folder that can be read.
 *
 * @example
 * ```ts
 * import { createMemoryStore, openLink } from '@space/sdk'
 *
 * const url = 'https://example.org/#1.…'
 * const shared = await openLink({ rpcUrl: 'http://127.0.0.1:8545', backend: createMemoryStore(), url })
 * for await (const bytes of shared.read('notes/hello.txt', { end: 100 })) console.log(bytes.length)
 * ```
 */
export class ReadableFolder<Allowed extends Access = Access> {
  /** What the contract allowed the caller when the folder was opened. */
  readonly access: Allowed
  readonly #session: FolderSession
  readonly #reader: TreeReader

  constructor(session: FolderSession, access: Allowed) {
    this.access = access
    this.#session = session
    this.#reader = new TreeReader(session)
  }

  /** 32 bytes: owner's address, then salt. */
  get id(): Hex {
    return toHex(this.#session.epoch.folder)
  }

  /** Number of the epoch whose key is used. */
  get epoch(): number {
    return this.#session.epoch.state.epoch
  }

  /** Digest of the list of blocks that storage must keep, 32 bytes: what an operator pins. */
  get forest(): Hex {
    return toHex(newestHead(this.#session).entry.forest)
  }

  /** The items of a directory, by name; of the root by default. Throws `PATH_MISSING` or `PATH_KIND`. */
  list(path = '', options: OperationOptions = {}): AsyncIterable<FolderItem> {
    return this.#reader.list(path, options)
  }

  /** Everything below a directory, each directory before what is in it. Throws `PATH_MISSING` or `PATH_KIND`. */
  walk(path = '', options: OperationOptions = {}): AsyncIterable<FolderItem> {
    return this.#reader.list(path, { ...options, recursive: true })
  }

  /**
   * Content of a file, or a range of it, verified block by block. Throws `PATH_MISSING`, `PATH_KIND` or
   * `RANGE_INVALID`.
   */
  read(path: string, options: ReadFileOptions = {}): AsyncIterable<Uint8Array> {
    return this.#reader.read(path, options)
  }

  /** Size of a file in bytes. Throws `PATH_MISSING` or `PATH_KIND`. */
  sizeOf(path: string, options: OperationOptions = {}): Promise<number> {
    return this.#reader.sizeOf(path, options)
  }

  /** Asks contract and storage for the newest state. Throws what opening a folder throws. */
  refresh(options: OperationOptions = {}): Promise<void> {
    return refreshSession(this.#session, options)
  }

  /**
   * The newest state as files that a link opens without chain, network or this software (docs/spec/export.md); file
   * after file, each in pieces. `writeExport` of `@space/sdk/node` writes them to disk.
   */
  export(options: OperationOptions = {}): AsyncIterable<ExportPart> {
    return exportFolder(this.#session, options)
  }
}

/**
 * A folder whose content the contract allows to change. Only a device that the record of the epoch lists can do it:
 * all others are refused with `WRITER_UNLISTED` before anything is stored.
 *
 * @example
 * ```ts
 * import { memoryFile, type Space } from '@space/sdk'
 *
 * declare const space: Space
 * const opened = await space.folders.open(folder)
 * if ('upload' in opened) await opened.upload([memoryFile('hello.txt', 'hello')], { at: 'notes' })
 * ```
 */
export class WritableFolder<Allowed extends Access = Access> extends ReadableFolder<Allowed> {
  readonly #session: FolderSession<WriterIdentity>

  constructor(session: FolderSession<WriterIdentity>, access: Allowed) {
    super(session, access)
    this.#session = session
  }

  /**
   * Uploads files and directories; run again after a crash it goes on where it was. Throws `WRITER_UNLISTED` or
   * `SEAL_REFUSED`; what cannot be read is left out and reported in the result.
   */
  upload(source: UploadSource, options: UploadOptions = {}): Promise<UploadResult> {
    return upload(this.#session, source, options)
  }

  /** Removes a file or directory from the present state. Throws `PATH_MISSING`, `WRITER_UNLISTED` or `SEAL_REFUSED`. */
  remove(path: string, options: OperationOptions = {}): Promise<void> {
    return remove(this.#session, path, options)
  }
}

/**
 * A folder whose members the contract allows to change. What the present formats cannot do safely is refused before
 * anything is sent: sharing by a device that is not listed (`WRITER_UNLISTED`), and a change of the key by an admin, which
 * would lock the owner out (`OWNER_REQUIRED`).
 *
 * @example
 * ```ts
 * import type { Space } from '@space/sdk'
 *
 * declare const space: Space
 * const opened = await space.folders.open(folder)
 * if (opened.access === 'owner') await opened.share({ to: '@bob', role: 'reader' })
 * ```
 */
export class ManagedFolder<Allowed extends Access = Access> extends WritableFolder<Allowed> {
  readonly #session: FolderSession<WriterIdentity>
  readonly #signer: Signer

  constructor(session: FolderSession<WriterIdentity>, access: Allowed, signer: Signer) {
    super(session, access)
    this.#session = session
    this.#signer = signer
  }

  /**
   * Gives a name or an address access. Throws before anything is sent: `INPUT_INVALID`, `NAME_UNKNOWN`,
   * `BINDING_MISSING`, `TERMS_LOWERED`, `WRITER_UNLISTED`, `OWNER_REQUIRED` or `SEAL_REFUSED`.
   */
  share(options: ShareOptions): Promise<ShareResult> {
    return share(this.#session, this.#signer, options)
  }

  /**
   * Makes a link that opens the folder until it is revoked. Throws before anything is sent: `INPUT_INVALID`,
   * `WRITER_UNLISTED`, `OWNER_REQUIRED` or `SEAL_REFUSED`.
   */
  shareLink(options: ShareLinkOptions = {}): Promise<ShareLinkResult> {
    return shareLink(this.#session, this.#signer, options)
  }

  /**
   * Ends the access of a name, an address or a subject (32 bytes of hex) and changes the key, in one transaction. Throws
   * `NAME_UNKNOWN`, `OWNER_REQUIRED`, `WRITER_UNLISTED`, `ADVANCE_CONFLICT` or `MEMBERS_TOO_MANY`.
   */
  async revoke(member: string, options: OperationOptions = {}): Promise<RevokeResult> {
    const subject = await findSubject(this.#session.context, member, options)
    return advance(this.#session, this.#signer, [subject], options)
  }

  /**
   * Changes the key without ending a grant: what is owed when one has expired or was only revoked on chain. Throws what
   * `revoke` throws.
   */
  advance(options: OperationOptions = {}): Promise<RevokeResult> {
    return advance(this.#session, this.#signer, [], options)
  }
}

/** The folder of a session, with the methods of its access. */
export function toFolder(session: FolderSession<WriterIdentity>, signer: Signer): Folder {
  const { access } = session.epoch
  switch (access) {
    case 'reader':
      return new ReadableFolder(session, access)
    case 'commenter':
      return new ReadableFolder(session, access)
    case 'writer':
      return new WritableFolder(session, access)
    case 'admin':
      return new ManagedFolder(session, access, signer)
    case 'owner':
      return new ManagedFolder(session, access, signer)
  }
}
