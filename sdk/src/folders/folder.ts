import type { Role, Terms } from '../chain/index.ts'
import type { Signer } from '../signers/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { type ExportPart, exportFolder } from './export/export-folder.ts'
import { type FolderSession, newestHead, refreshSession } from './log/session.ts'
import type { WriterIdentity } from './members/identity.ts'
import { createLink } from './members/link.ts'
import { findRecipient, findSubject } from './members/recipient.ts'
import { advance, type RevokeResult } from './share/advance.ts'
import { type ShareResult, share } from './share/share.ts'
import { remove } from './tree/remove.ts'
import { type FolderItem, TreeReader } from './tree/tree-reader.ts'
import type { UploadSource } from './upload/source.ts'
import { type UploadOptions, type UploadResult, upload } from './upload/upload.ts'

/** Which bytes of a file: from `start`, without `end`; all by default. */
export type ReadRange = { start?: number; end?: number }

/** Who gets access, and how. */
export type ShareRequest = Terms & {
  /** `@name` or `0x…`. */
  to: string
}

/** A folder that can be read. */
export class ReadableFolder {
  readonly #session: FolderSession
  readonly #reader: TreeReader

  constructor(session: FolderSession) {
    this.#session = session
    this.#reader = new TreeReader(session)
  }

  /** 32 bytes: owner's address, then salt. */
  get id(): Uint8Array {
    return this.#session.epoch.folder
  }

  get epoch(): number {
    return this.#session.epoch.state.epoch
  }

  get access(): Role | 'owner' {
    return this.#session.epoch.access
  }

  /** Digest of the list of blocks that storage must keep: what an operator pins. */
  get forest(): Uint8Array {
    return newestHead(this.#session).entry.forest
  }

  /** The items of a directory, by name; of the root by default. */
  list(path = '', options: OperationOptions = {}): AsyncIterable<FolderItem> {
    return this.#reader.list(path, options)
  }

  /** Everything below a directory, each directory before what is in it. */
  walk(path = '', options: OperationOptions = {}): AsyncIterable<FolderItem> {
    return this.#reader.list(path, { ...options, recursive: true })
  }

  /** Content of a file, verified block by block. */
  read(path: string, range: ReadRange = {}, options: OperationOptions = {}): AsyncIterable<Uint8Array> {
    return this.#reader.read(path, { ...range, ...options })
  }

  /** Size of a file. */
  sizeOf(path: string, options: OperationOptions = {}): Promise<number> {
    return this.#reader.sizeOf(path, options)
  }

  /** Asks contract and storage for the newest state. */
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

/** A folder that can also be changed. */
export class WritableFolder extends ReadableFolder {
  readonly #session: FolderSession<WriterIdentity>
  readonly #signer: Signer

  constructor(session: FolderSession<WriterIdentity>, signer: Signer) {
    super(session)
    this.#session = session
    this.#signer = signer
  }

  /** Uploads files and directories; run again after a crash it goes on where it was. */
  upload(source: UploadSource, options: UploadOptions = {}): Promise<UploadResult> {
    return upload(this.#session, source, options)
  }

  /** Removes a file or directory from the present state. */
  remove(path: string, options: OperationOptions = {}): Promise<void> {
    return remove(this.#session, path, options)
  }

  /** Gives a name or an address access. */
  async share({ to, ...terms }: ShareRequest, options: OperationOptions = {}): Promise<ShareResult> {
    const recipient = await findRecipient(this.#session.context, to, options)
    return share(this.#session, this.#signer, { recipient, terms }, options)
  }

  /** Makes a link that opens the folder until it is revoked. */
  async shareLink(
    { password, ...terms }: Partial<Terms> & { password?: string } = {},
    options: OperationOptions = {},
  ): Promise<{ fragment: string; subject: Uint8Array; result: ShareResult }> {
    const { context } = this.#session
    const { fragment, recipient } = await createLink(context, this.id, { ...options, password })
    const input = { recipient, terms: { role: 'reader' as const, ...terms } }
    const result = await share(this.#session, this.#signer, input, options)
    return { fragment, subject: recipient.subject, result }
  }

  /** Ends access and changes the key, in one transaction. */
  async revoke(to: string | Uint8Array, options: OperationOptions = {}): Promise<RevokeResult> {
    const subject = typeof to === 'string' ? await findSubject(this.#session.context, to) : to
    return advance(this.#session, this.#signer, [subject], options)
  }

  /** Changes the key without ending a grant: what is owed when one has expired or was only revoked on chain. */
  advance(options: OperationOptions = {}): Promise<RevokeResult> {
    return advance(this.#session, this.#signer, [], options)
  }
}
