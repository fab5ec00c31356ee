import { randomBytes } from '@noble/hashes/utils.js'
import { blockCid } from '../../codec/reference.ts'
import { backLinkTargets } from '../../crypto/back-link.ts'
import { deriveEpochKeys } from '../../crypto/epoch-keys.ts'
import { type SealedLogBlock, sealFrontier } from '../../crypto/log-block.ts'
import { SpaceError } from '../../errors/index.ts'
import type { CallReceipt, Signer } from '../../signers/index.ts'
import { compareBytes, equalBytes, type Hex, type OperationOptions, toHex } from '../../utils/index.ts'
import {
  type BlockOnChain,
  type FolderOnChain,
  readFolder,
  readNewestBlock,
  readRole,
  readSubjects,
  sendAdvance,
  sendDelivery,
} from '../chain.ts'
import { storeObjects } from '../context.ts'
import { checkWriter } from '../epoch/check-writer.ts'
import { openEarlier } from '../epoch/earlier-epoch.ts'
import { type MadeEpoch, makeEpoch, openMadeEpoch } from '../epoch/make-epoch.ts'
import { keepObjects } from '../log/commit.ts'
import { positionOf } from '../log/read-heads.ts'
import { type FolderSession, refreshSession } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { makePass } from './grant-access.ts'
import { findReachable, type Members, readMembers } from './read-members.ts'

/** What a revocation, or only a change of the key, did. */
export type RevokeResult = {
  epoch: number
  receipt: CallReceipt
  /** Subjects of members whose key could not be found: they have a grant, but read only when shared with again. */
  unreached: Hex[]
}

type Session = FolderSession<WriterIdentity>

/** The folder and its members at the block for which the new record is made. */
type Basis = { block: BlockOnChain; state: FolderOnChain; members: Members; revoked: readonly Uint8Array[] }

/**
 * Revokes and starts a new epoch in one transaction: a fresh secret, a pass for each member that is left, a record that
 * lists them, all of it durable before the contract is sent anything. Each attempt draws a new secret.
 *
 * Throws `OWNER_REQUIRED` or `WRITER_UNLISTED` before anything is sent, `ADVANCE_CONFLICT` when another account changed the members meanwhile, `MEMBERS_TOO_MANY`, or what the
 * contract says.
 */
export async function advance(
  session: Session,
  signer: Signer,
  revoked: readonly Uint8Array[],
  options: OperationOptions = {},
): Promise<RevokeResult> {
  // Another account, or an earlier attempt whose end was not seen, may have advanced since this folder was opened.
  await refreshSession(session, options)
  checkMayAdvance(session)
  const { context, epoch: from } = session
  const { chain } = context
  const { folder } = from
  const basis = await readBasis(session, revoked, options)
  const { made, frontier } = await prepareEpoch(session, basis, options)
  await context.backend.blocks.put({ cid: blockCid(frontier.digest, 'raw'), bytes: frontier.bytes })
  await storeObjects(context, [...made.passes, made.record], options)
  const receipt = await sendAdvance(chain, {
    signer,
    folder,
    expectedEpoch: basis.state.epoch,
    expectedNarrowed: basis.state.narrowed,
    record: made.record.digest,
    dueAt: basis.members.dueAt,
    revoked,
    signal: options.signal,
  })
  const epoch = await openMadeEpoch(context, from, made)
  session.epoch = epoch
  await keepObjects(session, await deliverToNewMembers(session, signer, basis, options), options)
  return { epoch: epoch.state.epoch, receipt, unreached: basis.members.unreached.map(toHex) }
}

/** The record would list no pass to the owner, who holds no grant, and no entry of a device that is not listed counts. */
function checkMayAdvance(session: Session): void {
  const { access, folder } = session.epoch
  if (access !== 'owner') {
    throw new SpaceError('OWNER_REQUIRED', { folder: toHex(folder), operation: 'a change of the key' })
  }
  checkWriter(session)
}

async function readBasis(
  { context, epoch }: Session,
  revoked: readonly Uint8Array[],
  options: OperationOptions,
): Promise<Basis> {
  const { folder } = epoch
  const block = await readNewestBlock(context.chain, { signal: options.signal })
  const state = await readFolder(context.chain, folder, { blockNumber: block.number, signal: options.signal })
  // The record would name a predecessor that is not the contract's.
  if (state.epoch !== epoch.state.epoch) throw new SpaceError('ADVANCE_CONFLICT', { folder: toHex(folder) })
  const members = await readMembers(context, { folder, state, blockNumber: block.number, revoked }, options)
  return { block, state, members, revoked }
}

async function prepareEpoch(
  session: Session,
  { block, state, members, revoked }: Basis,
  options: OperationOptions,
): Promise<{ made: MadeEpoch; frontier: SealedLogBlock }> {
  const { identity, epoch, heads } = session
  const { scope, record } = epoch
  const number = state.epoch + 1
  const secret = randomBytes(32)
  const { subject, bind, keys } = identity
  const { log } = deriveEpochKeys(scope, number, secret)
  const positions = heads
    .map(({ entry }) => positionOf(entry))
    .sort((a, b) => compareBytes(a.author, b.author))
  const frontier = await sealFrontier(positions, log, number)
  const earlier = backLinkTargets(number, record.barrier).map(async (target) => ({
    epoch: target,
    secret: (await openEarlier(session, target, options)).secret,
  }))
  const made = await makeEpoch({
    scope,
    epoch: number,
    secret,
    recipients: [{ subject, bind, kemPublicKey: keys.kemPublicKey }, ...members.recipients],
    previous: record.digest,
    earlier: await Promise.all(earlier),
    writers: record.writers,
    barrier: record.barrier,
    frontier: { digest: frontier.digest, sid: frontier.sid },
    asOf: { block: block.number, hash: block.hash },
    narrowed: state.narrowed + (revoked.length > 0 ? 1 : 0),
    dueAtSeconds: members.dueAt === undefined ? 0 : Math.floor(members.dueAt.getTime() / 1000),
  })
  return { made, frontier }
}

/**
 * Members that were granted between the reading of the members and the transaction have no pass yet. Gives the digests
 * of the passes that were delivered to them.
 */
async function deliverToNewMembers(
  { context, epoch }: Session,
  signer: Signer,
  { block, members }: Basis,
  options: OperationOptions,
): Promise<Uint8Array[]> {
  const { chain } = context
  const { folder } = epoch
  const { signal } = options
  const delivered: Uint8Array[] = []
  for (const subject of await readSubjects(chain, folder, { fromBlock: block.number + 1, signal })) {
    if (members.recipients.some((known) => equalBytes(known.subject, subject))) continue
    if ((await readRole(chain, folder, subject, { signal })) === undefined) continue
    const recipient = await findReachable(context, folder, subject, options)
    if (recipient === undefined) continue
    const pass = await makePass(epoch, recipient)
    await storeObjects(context, [pass], options)
    await sendDelivery(chain, { signer, folder, subject, pass: pass.digest, signal })
    delivered.push(pass.digest)
  }
  return delivered
}
