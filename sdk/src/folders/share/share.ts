import { type Chain, noExpiry, roles, type Terms } from '../../chain/index.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { sealPass } from '../../crypto/pass.ts'
import type { CallReceipt, Signer } from '../../signers/index.ts'
import { equalBytes, type OperationOptions } from '../../utils/index.ts'
import { readGrant, readRole, sendDelivery, sendGrant } from '../chain.ts'
import { storeObjects } from '../context.ts'
import { checkSeal } from '../epoch/check-seal.ts'
import type { EpochSession, OpenEpoch } from '../epoch/open-epoch.ts'
import { keepObjects } from '../log/commit.ts'
import { readForestRoot } from '../log/forest.ts'
import { type FolderSession, newestHead, refreshSession } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { findPass } from '../members/passes.ts'
import type { Recipient } from '../members/recipient.ts'

/** Who is given access, and how. */
export type ShareInput = { recipient: Recipient; terms: Terms }

/** What a share did. */
export type ShareResult = {
  /** `granted` changed the grant, `delivered` only sent a key, `unchanged` found both in place. */
  outcome: 'granted' | 'delivered' | 'unchanged'
  receipt: CallReceipt | undefined
  /** Digest of the pass that opens the folder to them. */
  pass: Uint8Array
}

/**
 * Gives a recipient access and has storage keep the pass. Run again after a crash, it does what is left to do. Throws
 * `SEAL_REFUSED` before anything is sent.
 */
export async function share(
  session: FolderSession<WriterIdentity>,
  signer: Signer,
  input: ShareInput,
  options: OperationOptions = {},
): Promise<ShareResult> {
  // Before the grant: afterwards it would be too late to refuse.
  await refreshSession(session, options)
  await checkSeal(session)
  const result = await grantAccess(session, signer, input, options)
  // An attempt that was broken off behind its grant has not listed the pass for storage.
  const kept = await readForestRoot(session.context, newestHead(session).entry.forest, options)
  const isKept = kept.objects.some((digest) => equalBytes(digest, result.pass))
  if (!isKept) await keepObjects(session, [result.pass, input.recipient.bind], options)
  return result
}

/** Seals the epoch's secret to the recipient, stores the pass, and grants on chain with its digest. */
export async function grantAccess(
  session: EpochSession,
  signer: Signer,
  { recipient, terms }: ShareInput,
  options: OperationOptions = {},
): Promise<ShareResult> {
  const { context, epoch } = session
  const { chain } = context
  const { folder, state, record } = epoch
  const { subject } = recipient
  const { signal } = options
  const granted = await holdsGrant(chain, folder, subject, terms)
  if (granted) {
    const use = (_pass: unknown, digest: Uint8Array) => digest
    const { found } = await findPass(context, { folder, state, record, recipient, use }, options)
    if (found !== undefined) return { outcome: 'unchanged', receipt: undefined, pass: found }
  }
  const pass = await makePass(epoch, recipient)
  await storeObjects(context, [pass], options)
  // Before the first advance only a grant can name the record, so a key is then sent by granting again.
  const delivers = granted && state.record !== undefined
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

async function holdsGrant(
  chain: Chain,
  folder: Uint8Array,
  subject: Uint8Array,
  terms: Terms,
): Promise<boolean> {
  const role = await readRole(chain, folder, subject)
  const grant = await readGrant(chain, folder, subject)
  if (role === undefined || grant === undefined || roles[role] !== roles[terms.role]) return false
  const seconds = (date: Date | undefined) =>
    date === undefined ? noExpiry : BigInt(Math.floor(date.getTime() / 1000))
  return grant.depth === (terms.depth ?? 0) && seconds(grant.expiresAt) === seconds(terms.expiresAt)
}
