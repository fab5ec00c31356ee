import { roles } from '../../chain/index.ts'
import type { BindOwner } from '../../codec/bind.ts'
import { decodeEntry } from '../../codec/entry.ts'
import type { Claim } from '../../codec/ops.ts'
import { verifyBind } from '../../crypto/bind.ts'
import { verifyClaim } from '../../crypto/claim.ts'
import { checkEntryFollows, type VerifiedEntry, verifyEntry, writersOf } from '../../crypto/entry.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import { decodeSubject, type KeyHistory, readFolder, readKeyHistory, readRole } from '../chain.ts'
import { fetchObject } from '../context.ts'
import { type EarlierEpoch, openEarlier } from '../epoch/earlier-epoch.ts'
import type { EpochSession } from '../epoch/open-epoch.ts'
import { readOps } from './read-ops.ts'

type Source = Pick<EpochSession, 'context' | 'epoch'>

/** The claim of a log, and the epoch in which the log began. */
type FirstEntry = { claim: Claim; began: EarlierEpoch }

/**
 * Finds out whose log an entry belongs to, and refuses one of an account that may not write: the log's first entry
 * must claim a subject, signed with a key that the contract named for it (docs/spec/ops.md).
 *
 * Throws `CLAIM_INVALID`, `BIND_INVALID`, `ENTRY_INVALID` or what fetching throws.
 */
export async function checkAuthor(
  source: Source,
  newest: VerifiedEntry,
  options: OperationOptions = {},
): Promise<void> {
  const { context, epoch } = source
  const { author } = newest
  const { claim, began } = await readClaim(source, newest, options)
  const history = await readKeyHistory(context.chain, claim.subject, { signal: options.signal })
  const owner = ownerOf(source, claim)
  const bytes = await fetchObject(context, claim.bind, options)
  const bind = verifyBind(bytes, { chainId: context.chain.chainId, owner, digest: claim.bind })
  if (!history.binds.some((digest) => equalBytes(digest, claim.bind))) {
    invalid('the contract never named its binding for its subject')
  }
  verifyClaim(claim, { scope: epoch.scope, author, bind })
  if (!(await mayWrite(source, claim.subject, history, began))) invalid('its subject may not write')
}

/** Walks back to the first entry of a log: each is the one that the entry behind it names. */
async function readClaim(
  source: Source,
  newest: VerifiedEntry,
  options: OperationOptions,
): Promise<FirstEntry> {
  const { context, epoch } = source
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
  const began = await openEarlier(source, first.epoch, options)
  verifyEntry(await fetchObject(context, first.digest, options), {
    scope: epoch.scope,
    epoch: first.epoch,
    record: began.record.digest,
    writers: writersOf(began.record.writers),
  })
  const { claim } = await readOps(context, first, began.keys.log, options)
  // The ops of a first entry do not decode without a claim.
  return { claim: claim as Claim, began }
}

function ownerOf({ context: { chain } }: Source, { subject }: Claim): BindOwner {
  const decoded = decodeSubject(subject)
  if (decoded.kind !== 'name') return { kind: 'subject', subject }
  return { kind: 'name', registry: fromHex(chain.addresses.names), name: decoded.name }
}

/**
 * Whether a subject is the owner's or holds a grant to write: now, or, if not any more, at the block at which the
 * record that lists its log was made. Only then an old state is asked for, which not every node keeps.
 */
async function mayWrite(
  { context: { chain }, epoch: { folder, state } }: Source,
  subject: Uint8Array,
  { addresses }: KeyHistory,
  { record: { asOf } }: EarlierEpoch,
): Promise<boolean> {
  // The maker of the folder owned it when its first record was made, and no chain knows of that moment.
  const owners = [state.owner.toLowerCase(), toHex(folder.subarray(0, 20))]
  if (addresses.some((address) => owners.includes(address.toLowerCase()))) return true
  for (const blockNumber of [undefined, asOf.block]) {
    const role = await readRole(chain, folder, subject, { blockNumber })
    if (role !== undefined && roles[role] >= roles.writer) return true
  }
  const { owner } = await readFolder(chain, folder, { blockNumber: asOf.block })
  return addresses.includes(owner)
}

function invalid(reason: string): never {
  throw new SpaceError('CLAIM_INVALID', { reason })
}
