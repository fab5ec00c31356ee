import { type Chain, noExpiry, roles, type Terms } from '../../chain/index.ts'
import { decodePass } from '../../codec/pass.ts'
import { sealPass } from '../../crypto/pass.ts'
import { SpaceError } from '../../errors/index.ts'
import type { CallReceipt, Signer } from '../../signers/index.ts'
import { equalBytes, type OperationOptions } from '../../utils/index.ts'
import { readGrant, readPasses, readRole, sendDelivery, sendGrant } from '../chain.ts'
import { type FolderContext, fetchObject, storeObjects } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import type { Recipient } from '../members/recipient.ts'

/** What a share did. */
export type ShareResult = {
  /** `granted` changed the grant, `delivered` only sent a key, `unchanged` found both in place. */
  outcome: 'granted' | 'delivered' | 'unchanged'
  receipt: CallReceipt | undefined
  /** Digest of the pass that opens the folder to them. */
  pass: Uint8Array
}

/**
 * Gives somebody access: seals the epoch's secret to their key, stores the pass, and grants on chain with its digest.
 * Run again after a crash, it does what is left to do.
 */
export async function share(
  context: FolderContext,
  signer: Signer,
  epoch: OpenEpoch,
  recipient: Recipient,
  terms: Terms,
  options: OperationOptions = {},
): Promise<ShareResult> {
  const { chain } = context
  const { folder } = epoch
  const { subject } = recipient
  const { signal } = options
  const granted = await holdsGrant(chain, folder, subject, terms)
  const held = granted ? await findPass(context, epoch, recipient, options) : undefined
  if (held !== undefined) return { outcome: 'unchanged', receipt: undefined, pass: held }
  const pass = await makePass(epoch, recipient)
  await storeObjects(context, [pass], options)
  // Before the first advance only a grant can name the record, so a key is then sent by granting again.
  const delivers = granted && epoch.state.record !== undefined
  const receipt = delivers
    ? await sendDelivery(chain, { signer, folder, subject, pass: pass.digest, signal })
    : await sendGrant(chain, { signer, folder, subject, terms, pass: pass.digest, signal })
  return { outcome: delivers ? 'delivered' : 'granted', receipt, pass: pass.digest }
}

/** Seals the secret of an epoch to somebody, outside of an advance. */
export function makePass(
  { scope, state, record, secret }: OpenEpoch,
  { subject, bind, kemPublicKey }: Recipient,
) {
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

/** The pass of this epoch for the recipient's present key, if one is listed or was announced, and is stored. */
async function findPass(
  context: FolderContext,
  { folder, state, record }: OpenEpoch,
  { subject, bind }: Recipient,
  options: OperationOptions,
): Promise<Uint8Array | undefined> {
  const announced = await readPasses(context.chain, folder, subject)
  const counting = announced.filter(({ kind }) => kind === 'granted' || state.record !== undefined)
  for (const digest of [...counting.map((pass) => pass.digest), ...record.passes]) {
    try {
      const { pass } = decodePass(await fetchObject(context, digest, options))
      const isTheirs = equalBytes(pass.subject, subject) && equalBytes(pass.bind, bind)
      if (isTheirs && pass.epoch === state.epoch) return digest
    } catch (failure) {
      if (!SpaceError.is(failure, 'BLOCK_MISSING')) throw failure
    }
  }
  return undefined
}
