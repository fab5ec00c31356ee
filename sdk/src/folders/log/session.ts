import type { DirectoryNode } from '../../codec/directory.ts'
import type { FetchBlock } from '../../crypto/fetch-block.ts'
import { OpenBlocks } from '../../crypto/open-blocks.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { type FolderContext, fetchFrom } from '../context.ts'
import { type OpenEpoch, openEpoch } from '../epoch/open-epoch.ts'
import type { Identity } from '../members/identity.ts'
import { type ContentReader, createContentReader } from '../tree/read-content.ts'
import { type Head, readHead } from './read-head.ts'
import { openSeenHeads, type SeenHeads } from './seen-heads.ts'

/** As much of directories, as they are stored, stays open in one folder. */
const openDirectoryBytes = 2 << 20

/** What is known of an opened folder; replaced as a whole when there is something newer. */
export type FolderSession<Who extends Identity = Identity> = {
  readonly context: FolderContext
  readonly identity: Who
  readonly folder: Uint8Array
  readonly seen: SeenHeads
  readonly fetchBlock: FetchBlock
  readonly contents: ContentReader
  /** Parts of directories that were read already. */
  readonly parts: OpenBlocks<DirectoryNode>
  epoch: OpenEpoch
  head: Head
}

/** Opens the newest state of a folder. */
export async function openSession<Who extends Identity>(
  context: FolderContext,
  identity: Who,
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<FolderSession<Who>> {
  const seen = await openSeenHeads(context.state, folder)
  const epoch = await openEpoch(context, identity, folder, options)
  const head = await readHead(context, epoch, seen, options)
  return startSession(context, identity, epoch, head, seen)
}

/** A session over what was opened or made already. */
export function startSession<Who extends Identity>(
  context: FolderContext,
  identity: Who,
  epoch: OpenEpoch,
  head: Head,
  seen: SeenHeads,
): FolderSession<Who> {
  const fetchBlock = fetchFrom(context.backend)
  const contents = createContentReader(fetchBlock)
  const parts = new OpenBlocks<DirectoryNode>(openDirectoryBytes)
  return { context, identity, folder: epoch.folder, seen, fetchBlock, contents, parts, epoch, head }
}

/** Brings a session up to date. */
export async function refreshSession(session: FolderSession, options: OperationOptions = {}): Promise<void> {
  const { context, identity, folder, seen } = session
  const epoch = await openEpoch(context, identity, folder, options)
  const head = await readHead(context, epoch, seen, options)
  Object.assign(session, { epoch, head })
}
