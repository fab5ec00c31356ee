import type { OperationOptions } from '../../utils/index.ts'
import type { FolderContext } from '../context.ts'
import { type EpochSession, type OpenEpoch, openEpoch } from '../epoch/open-epoch.ts'
import type { Identity } from '../members/identity.ts'
import { type Head, readHeads } from './read-heads.ts'
import { openSeenHeads, type SeenHeads } from './seen-heads.ts'

/** What is known of an opened folder: the parameter of whatever reads or changes it. */
export type FolderSession<Who extends Identity = Identity> = EpochSession<Who> & {
  readonly seen: SeenHeads
  /** The newest entry of each writer, the folder's newest last; none before the first entry of a new folder. */
  heads: readonly Head[]
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
  return { context, identity, epoch, seen, heads: await readHeads({ context, epoch, seen }, options) }
}

/** A session over a folder that is new: it has no entry yet. */
export async function startSession<Who extends Identity>(
  context: FolderContext,
  identity: Who,
  epoch: OpenEpoch,
): Promise<FolderSession<Who>> {
  return { context, identity, epoch, seen: await openSeenHeads(context.state, epoch.folder), heads: [] }
}

/** Brings a session up to date; it stays as it is when that fails. */
export async function refreshSession(session: FolderSession, options: OperationOptions = {}): Promise<void> {
  const { context, identity, seen } = session
  const epoch = await openEpoch(context, identity, session.epoch.folder, options)
  const heads = await readHeads({ context, epoch, seen }, options)
  session.epoch = epoch
  session.heads = heads
}

/** The state of the folder: the entry that comes last. */
export function newestHead({ heads }: Pick<FolderSession, 'heads'>): Head {
  return heads.at(-1) as Head
}
