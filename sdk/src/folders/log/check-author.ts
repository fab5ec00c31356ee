import { roles } from '../../chain/index.ts'
import type { BindOwner } from '../../codec/bind.ts'
import { decodeEntry } from '../../codec/entry.ts'
import type { Claim } from '../../codec/ops.ts'
import { verifyBind } from '../../crypto/bind.ts'
import { verifyClaim } from '../../crypto/claim.ts'
import { checkEntryFollows, type VerifiedEntry, verifyEntry, writersOf } from '../../crypto/entry.ts'
import { deriveEpochKeys } from '../../crypto/epoch-keys.ts'
import { type OpenedRecord, openEarlierEpoch } from '../../crypto/record.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import { decodeSubject, readFolder, readRole } from '../chain.ts'
import { type FolderContext, fetchObject } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import { type Claimant, readClaimant } from '../members/read-claimant.ts'
import { readEarlierRecord, readOps } from './read-log.ts'

/**
 * Finds out whose log an entry belongs to, and refuses one that is nobody's who may write: the log's first entry must
 * claim a subject, signed with a key that the chain named for it (docs/spec/ops.md).
 *
 * Throws `CLAIM_INVALID`, `BIND_INVALID`, `ENTRY_INVALID` or what fetching throws.
 */
export async function checkAuthor(
  context: FolderContext,
  epoch: OpenEpoch,
  newest: VerifiedEntry,
  options: OperationOptions = {},
): Promise<void> {
  const { author } = newest
  const { claim, record } = await readClaim(context, epoch, newest, options)
  const claimant = await readClaimant(context.chain, claim.subject)
  const owner = ownerOf(context, claim)
  const bytes = await fetchObject(context, claim.bind, options)
  const bind = verifyBind(bytes, { chainId: context.chain.chainId, owner, digest: claim.bind })
  if (!claimant.binds.some((digest) => equalBytes(digest, claim.bind))) {
    invalid('the chain never named its binding for its subject')
  }
  verifyClaim(claim, { scope: epoch.scope, author, bind })
  if (!(await mayWrite(context, epoch, claim.subject, claimant, record))) invalid('its subject may not write')
}

/** Walks back to the first entry of a log: each is the one that the entry behind it names. */
async function readClaim(
  context: FolderContext,
  epoch: OpenEpoch,
  newest: VerifiedEntry,
  options: OperationOptions,
): Promise<{ claim: Claim; record: OpenedRecord }> {
  let first = newest
  while (first.previous !== undefined) {
    const digest: Uint8Array = first.previous
    const { entry } = decodeEntry(await fetchObject(context, digest, options))
    checkEntryFollows(first, { author: entry.author, sequence: entry.sequence, entry: digest })
    if (!equalBytes(entry.scope, epoch.scope) || entry.epoch > first.epoch) {
      throw new SpaceError('ENTRY_INVALID', {
        reason: 'an entry before it is of another folder or a later epoch',
      })
    }
    first = { ...entry, digest }
  }
  const recordOf = (number: number) => readEarlierRecord(context, epoch, number, options)
  const record = await recordOf(first.epoch)
  verifyEntry(await fetchObject(context, first.digest, options), {
    scope: epoch.scope,
    epoch: first.epoch,
    record: record.digest,
    writers: writersOf(record.writers),
  })
  const secret = await openEarlierEpoch(epoch, first.epoch, recordOf)
  const { log } = deriveEpochKeys(epoch.scope, first.epoch, secret)
  const { claim } = await readOps(context, first, log, options)
  // The ops of a first entry do not decode without a claim.
  return { claim: claim as Claim, record }
}

function ownerOf({ chain }: FolderContext, { subject }: Claim): BindOwner {
  const decoded = decodeSubject(subject)
  if (decoded.kind !== 'name') return { kind: 'subject', subject }
  return { kind: 'name', registry: fromHex(chain.addresses.names), name: decoded.name }
}

/**
 * Whether a subject is the owner's or holds a grant to write: now, or, if not any more, at the block at which the
 * record that lists its log was made. Only then an old state is asked for, which not every node keeps.
 */
async function mayWrite(
  { chain }: FolderContext,
  { folder, state }: OpenEpoch,
  subject: Uint8Array,
  { addresses }: Claimant,
  { asOf }: OpenedRecord,
): Promise<boolean> {
  // Whoever made the folder owned it when its first record was made, and no chain knows of that moment.
  const owners = [state.owner.toLowerCase(), toHex(folder.subarray(0, 20))]
  if (addresses.some((address) => owners.includes(address.toLowerCase()))) return true
  for (const block of [undefined, asOf.block]) {
    const role = await readRole(chain, folder, subject, { blockNumber: block })
    if (role !== undefined && roles[role] >= roles.writer) return true
  }
  const { owner } = await readFolder(chain, folder, { blockNumber: asOf.block })
  return addresses.includes(owner)
}

function invalid(reason: string): never {
  throw new SpaceError('CLAIM_INVALID', { reason })
}
