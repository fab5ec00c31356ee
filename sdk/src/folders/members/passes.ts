import { decodePass, type Pass } from '../../codec/pass.ts'
import type { OpenedRecord } from '../../crypto/record.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, type OperationOptions } from '../../utils/index.ts'
import { type AnnouncedPass, type FolderOnChain, readPasses } from '../chain.ts'
import { type FolderContext, fetchObject } from '../context.ts'
import type { Recipient } from './recipient.ts'

// Which pass counts is decided here and nowhere else, by one rule of trust (docs/spec/pass.md): a pass is believed for
// its content where that can be checked, and for its announcer where it cannot. The secret of an epoch can be checked,
// against the commitment in the record that the contract names. What cannot be checked (the record of an epoch that
// the contract does not name yet, and the key binding of a subject that anchors none) is believed of a pass only when
// it came with a grant, from the account on whose word it depends: the owner, or the granter of the standing grant.

/** A member of a folder whose passes are looked up. */
type Member = { folder: Uint8Array; subject: Uint8Array }

/** What is looked for among the passes of an epoch. */
export type PassSearch<Result> = {
  folder: Uint8Array
  state: FolderOnChain
  /** A record that is trusted: the contract names it, or this device made it. */
  record: OpenedRecord
  recipient: Pick<Recipient, 'subject' | 'bind'>
  /** Makes the result of a pass that counts; when it throws `PASS_INVALID` the search goes on. */
  use: (pass: Pass, digest: Uint8Array) => Result | Promise<Result>
}

/**
 * Finds the first pass of an epoch that counts for a subject and its keys: those that the record lists come first,
 * then the announced ones, newest first. Passes that cannot be used are skipped, since others can announce some too;
 * `unusable` is the first reason.
 */
export async function findPass<Result>(
  context: FolderContext,
  search: PassSearch<Result>,
  options: OperationOptions = {},
): Promise<{ found?: Result; unusable?: unknown }> {
  const { folder, state, record, recipient, use } = search
  let unusable: unknown
  const tryEach = async (digests: readonly Uint8Array[], madeFor: Uint8Array | undefined) => {
    for (const digest of digests) {
      try {
        const { pass } = decodePass(await fetchObject(context, digest, options))
        const isTheirs = equalBytes(pass.subject, recipient.subject) && equalBytes(pass.bind, recipient.bind)
        const isOfRecord = isSame(pass.record, madeFor) && pass.epoch === record.epoch
        if (isTheirs && isOfRecord) return { found: await use(pass, digest) }
      } catch (failure) {
        const codes = ['BLOCK_MISSING', 'BLOCK_CORRUPT', 'PASS_INVALID'] as const
        if (!codes.some((code) => SpaceError.is(failure, code))) throw failure
        unusable ??= failure
      }
    }
    return undefined
  }
  const listed = await tryEach(record.passes, undefined)
  if (listed !== undefined) return listed
  const announced = await readAnnouncedPasses(context, { folder, subject: recipient.subject }, { state })
  const digests = announced.map(({ digest }) => digest)
  return (await tryEach(digests, record.digest)) ?? { unusable }
}

/** The announced passes of a member that may count in the folder's state at a block, newest first. */
export async function readAnnouncedPasses(
  { chain }: Pick<FolderContext, 'chain'>,
  { folder, subject }: Member,
  { state, blockNumber }: { state: FolderOnChain; blockNumber?: number },
): Promise<AnnouncedPass[]> {
  const all = await readPasses(chain, folder, subject)
  const announced = blockNumber === undefined ? all : all.filter((pass) => pass.blockNumber <= blockNumber)
  if (state.record !== undefined) return announced
  return announced.filter(isGrantOf(state.owner)).slice(0, 1)
}

/** The pass with which an account granted, the newest if there are several; its word is what the rest depends on. */
export async function readGrantedPass(
  { chain }: Pick<FolderContext, 'chain'>,
  { folder, subject }: Member,
  granter: string,
): Promise<Uint8Array | undefined> {
  return (await readPasses(chain, folder, subject)).find(isGrantOf(granter))?.digest
}

/** A delivery is no grant: an admin's could name a key of the admin's own, which would outlive the admin's removal. */
function isGrantOf(granter: string) {
  return ({ by, kind }: AnnouncedPass) => kind === 'granted' && by === granter
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b)
}
