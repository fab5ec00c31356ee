import { type GrantWord, noExpiry, type Role, roles, type Terms } from '../../chain/index.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { sealPass } from '../../crypto/pass.ts'
import { SpaceError } from '../../errors/index.ts'
import type { CallReceipt, Signer } from '../../signers/index.ts'
import { equalBytes, type Hex, type OperationOptions, toHex } from '../../utils/index.ts'
import { describeSubject, readGrant, readRole, sendDelivery, sendGrant } from '../chain.ts'
import { storeObjects } from '../context.ts'
import { checkSeal } from '../epoch/check-seal.ts'
import { checkWriter } from '../epoch/check-writer.ts'
import type { EpochSession, OpenEpoch } from '../epoch/open-epoch.ts'
import { keepObjects } from '../log/commit.ts'
import { readForestRoot } from '../log/forest.ts'
import { type FolderSession, newestHead, refreshSession } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { findPass } from '../members/passes.ts'
import type { Recipient } from '../members/recipient.ts'

/** What a share did. */
export type ShareResult = {
  /** `granted` changed the grant, `delivered` only sent a key, `unchanged` found both in place. */
  outcome: 'granted' | 'delivered' | 'unchanged'
  receipt: CallReceipt | undefined
  /** Digest of the pass that opens the folder to the recipient, 32 bytes. */
  pass: Hex
}

/** Who is given access, and how. */
export type NewAccess = { recipient: Recipient; terms: Terms }

/**
 * Brings the session up to date and refuses a share that could only be half done: afterwards it would be too late.
 * Throws `WRITER_UNLISTED`, `OWNER_REQUIRED` or `SEAL_REFUSED`.
 */
export async function checkMayShare(
  session: FolderSession<WriterIdentity>,
  options: OperationOptions,
): Promise<void> {
  await refreshSession(session, options)
  checkWriter(session)
  const { access, folder, state } = session.epoch
  // Only a grant of the owner can name the record, and the recipient believes no other.
  if (state.record === undefined && access !== 'owner') {
    throw new SpaceError('OWNER_REQUIRED', { folder: toHex(folder), operation: 'the first share' })
  }
  await checkSeal(session)
}

/** Gives a recipient access and has storage keep the pass. Run again after a crash, it does what is left to do. */
export async function giveAccess(
  session: FolderSession<WriterIdentity>,
  signer: Signer,
  access: NewAccess,
  options: OperationOptions,
): Promise<ShareResult> {
  const { outcome, receipt, pass } = await grantAccess(session, signer, access, options)
  // An attempt that was broken off behind its grant has not listed the pass for storage.
  const kept = await readForestRoot(session.context, newestHead(session).entry.forest, options)
  const isKept = kept.objects.some((digest) => equalBytes(digest, pass))
  if (!isKept) await keepObjects(session, [pass, access.recipient.bind], options)
  return { outcome, receipt, pass: toHex(pass) }
}

/**
 * Seals the epoch's secret to the recipient, stores the pass, and grants on chain with its digest. Throws
 * `TERMS_LOWERED` before anything is sent.
 */
export async function grantAccess(
  session: EpochSession,
  signer: Signer,
  { recipient, terms }: NewAccess,
  options: OperationOptions = {},
): Promise<Omit<ShareResult, 'pass'> & { pass: Uint8Array }> {
  const { context, epoch } = session
  const { chain } = context
  const { folder, state, record } = epoch
  const { subject } = recipient
  const { signal } = options
  const live = await readLiveGrant(session, subject, options)
  if (live !== undefined && isBelow(terms, live)) {
    // It would count as a removal, after which nothing can be sealed before the key changes.
    throw new SpaceError('TERMS_LOWERED', { folder: toHex(folder), subject: describeSubject(subject) })
  }
  const isGranted = live !== undefined && isSame(terms, live)
  if (isGranted) {
    const use = (_pass: unknown, digest: Uint8Array) => digest
    const { found } = await findPass(context, { folder, state, record, recipient, use }, options)
    if (found !== undefined) return { outcome: 'unchanged', receipt: undefined, pass: found }
  }
  const pass = await makePass(epoch, recipient)
  await storeObjects(context, [pass], options)
  // Before the first advance only a grant can name the record, so a key is then sent by granting again.
  const delivers = isGranted && state.record !== undefined
  const receipt = delivers
    ? await sendDelivery(chain, { signer, folder, subject, pass: pass.digest, signal })
    : await sendGrant(chain, { signer, folder, subject, terms, pass: pass.digest, signal })
  return { outcome: delivers ? 'delivered' : 'granted', receipt, pass: pass.digest }
}

/** Seals the secret of an epoch to a recipient, outside of an advance. */
export function makePass(
  { scope, state, record, secret }: OpenEpoch,
  { subject, bind, kemPublicKey }: Recipient,
): Promise<StoredObject> {
  const { epoch } = state
  const secrets = [{ epoch, secret }]
  return sealPass({ scope, epoch, subject, bind, record: record.digest, kemPublicKey, secrets })
}

/** The numbers that a grant compares by. */
type Rank = { role: number; depth: number; expiry: bigint }

/** What a subject holds now, if its chain of grants is live. */
async function readLiveGrant(
  { context: { chain }, epoch: { folder } }: EpochSession,
  subject: Uint8Array,
  { signal }: OperationOptions,
): Promise<GrantWord | undefined> {
  const role = await readRole(chain, folder, subject, { signal })
  return role === undefined ? undefined : readGrant(chain, folder, subject, { signal })
}

function rankOf({ role, depth = 0, expiresAt }: Omit<Terms, 'role'> & { role: Role | undefined }): Rank {
  const expiry = expiresAt === undefined ? noExpiry : BigInt(Math.floor(expiresAt.getTime() / 1000))
  return { role: role === undefined ? 0 : roles[role], depth, expiry }
}

/** As the contract compares them (`GrantWord.isBelow`). */
function isBelow(terms: Terms, live: GrantWord): boolean {
  const [next, held] = [rankOf(terms), rankOf(live)]
  return next.role < held.role || next.depth < held.depth || next.expiry < held.expiry
}

function isSame(terms: Terms, live: GrantWord): boolean {
  const [next, held] = [rankOf(terms), rankOf(live)]
  return next.role === held.role && next.depth === held.depth && next.expiry === held.expiry
}
