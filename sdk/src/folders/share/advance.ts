import { randomBytes } from '@noble/hashes/utils.js'
import { MAX_MEMBERS } from '../../codec/record.ts'
import { blockCid } from '../../codec/reference.ts'
import { backLinkTargets } from '../../crypto/back-link.ts'
import { deriveEpochKeys } from '../../crypto/epoch-keys.ts'
import { sealFrontier } from '../../crypto/log-block.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { sealPass } from '../../crypto/pass.ts'
import { makeRecord, type OpenedRecord, openEarlierEpoch, openRecord } from '../../crypto/record.ts'
import { SpaceError } from '../../errors/index.ts'
import type { CallReceipt, Signer } from '../../signers/index.ts'
import { compareBytes, equalBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import {
  type FolderOnChain,
  hasAccess,
  readFolder,
  readGrant,
  readNewestBlock,
  readRole,
  readSubjects,
  sendAdvance,
  sendDelivery,
} from '../chain.ts'
import { type FolderContext, scopeOf, storeObjects } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import { type Head, positionOf } from '../log/read-head.ts'
import { readEarlierRecord } from '../log/read-log.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { type Recipient, recipientOf } from '../members/recipient.ts'
import { makePass } from './share.ts'

/** A new epoch that the chain has confirmed. */
export type AdvanceResult = {
  epoch: OpenEpoch
  receipt: CallReceipt
  /** Passes that were delivered besides those that its record lists. */
  objects: Uint8Array[]
  /** Members whose key could not be found: they have a grant, but cannot read until it is shared with them again. */
  unreached: Uint8Array[]
}

/**
 * Revokes and starts a new epoch in one transaction: a fresh secret, a pass for everybody who is left, a record that
 * names them, all of it durable before the chain hears of it. Each attempt draws a new secret.
 *
 * Throws `ADVANCE_CONFLICT` when somebody else changed the members meanwhile, `MEMBERS_TOO_MANY`, or what the
 * chain says.
 */
export async function advance(
  context: FolderContext,
  identity: WriterIdentity,
  signer: Signer,
  from: OpenEpoch,
  head: Head,
  revoked: readonly Uint8Array[],
  options: OperationOptions = {},
): Promise<AdvanceResult> {
  const { chain } = context
  const { folder } = from
  const asOf = await readNewestBlock(chain)
  const state = await readFolder(chain, folder, { blockNumber: asOf.number })
  // The record would name a predecessor that is not the chain's.
  if (state.epoch !== from.state.epoch) throw new SpaceError('ADVANCE_CONFLICT', { folder: toHex(folder) })
  const members = await readMembers(context, folder, state, revoked, asOf.number, options)
  const prepared = await prepareEpoch(context, identity, from, head, state, members, revoked.length > 0, asOf)
  await context.backend.blocks.put({
    cid: blockCid(prepared.frontier.digest, 'raw'),
    bytes: prepared.frontier.bytes,
  })
  await storeObjects(context, [...prepared.passes, prepared.record], options)
  const receipt = await sendAdvance(chain, {
    signer,
    folder,
    expectedEpoch: state.epoch,
    expectedNarrowed: state.narrowed,
    record: prepared.record.digest,
    dueAt: members.dueAt,
    revoked,
    signal: options.signal,
  })
  const epoch = await openNext(context, from, prepared)
  const late = await deliverToLatecomers(context, signer, epoch, asOf.number, members, options)
  const objects = late.map(({ digest }) => digest)
  return { epoch, receipt, objects, unreached: members.unreached }
}

type Members = { recipients: Recipient[]; unreached: Uint8Array[]; dueAt: Date | undefined }

/** Everybody whose grant was live at a block, without those who are removed now. */
async function readMembers(
  context: FolderContext,
  folder: Uint8Array,
  state: FolderOnChain,
  revoked: readonly Uint8Array[],
  blockNumber: number,
  options: OperationOptions,
): Promise<Members> {
  const { chain } = context
  const recipients: Recipient[] = []
  const unreached: Uint8Array[] = []
  let dueAt: Date | undefined
  for (const subject of await readSubjects(chain, folder)) {
    if (revoked.some((removed) => equalBytes(removed, subject))) continue
    if ((await readRole(chain, folder, subject, { blockNumber })) === undefined) continue
    const recipient = await findReachable(context, subject, folder, options)
    if (recipient === undefined) unreached.push(subject)
    else recipients.push(recipient)
    const expiresAt = await readFirmExpiry(context, folder, subject, state)
    if (expiresAt !== undefined && (dueAt === undefined || expiresAt < dueAt)) dueAt = expiresAt
  }
  if (recipients.length + 1 > MAX_MEMBERS) {
    throw new SpaceError('MEMBERS_TOO_MANY', { count: recipients.length + 1, limit: MAX_MEMBERS })
  }
  return { recipients, unreached, dueAt }
}

/** Nothing for a member without a usable key: nobody may stop the removal of others by hiding a key. */
async function findReachable(
  context: FolderContext,
  subject: Uint8Array,
  folder: Uint8Array,
  options: OperationOptions,
): Promise<Recipient | undefined> {
  try {
    return await recipientOf(context, subject, folder, options)
  } catch (failure) {
    const isKeyless = (['BINDING_MISSING', 'BIND_INVALID', 'NAME_UNKNOWN'] as const).some((code) =>
      SpaceError.is(failure, code),
    )
    if (isKeyless) return undefined
    throw failure
  }
}

/** When a grant of the owner or an admin ends. Those of others stop no writer (docs/spec, contracts page). */
async function readFirmExpiry(
  { chain }: FolderContext,
  folder: Uint8Array,
  subject: Uint8Array,
  { owner }: FolderOnChain,
): Promise<Date | undefined> {
  const grant = await readGrant(chain, folder, subject)
  if (grant?.expiresAt === undefined) return undefined
  const isFirm = grant.granter === owner || (await hasAccess(chain, folder, grant.granter, { role: 'admin' }))
  return isFirm ? grant.expiresAt : undefined
}

type PreparedEpoch = {
  secret: Uint8Array
  passes: StoredObject[]
  record: StoredObject
  frontier: { digest: Uint8Array; sid: Uint8Array; bytes: Uint8Array }
  number: number
}

async function prepareEpoch(
  context: FolderContext,
  identity: WriterIdentity,
  from: OpenEpoch,
  head: Head,
  state: FolderOnChain,
  { recipients, dueAt }: Members,
  narrows: boolean,
  asOf: { number: number; hash: Uint8Array },
): Promise<PreparedEpoch> {
  const { scope } = from
  const epoch = state.epoch + 1
  const secret = randomBytes(32)
  const { subject, bind, keys } = identity
  const everybody = [{ subject, bind, kemPublicKey: keys.kemPublicKey }, ...recipients]
  const passes = await Promise.all(
    everybody.map((recipient) => sealPass({ scope, epoch, ...recipient, secrets: [{ epoch, secret }] })),
  )
  const { log } = deriveEpochKeys(scope, epoch, secret)
  const frontier = await sealFrontier([positionOf(head.entry)], log, epoch)
  const record = await makeRecord({
    scope,
    epoch,
    secret,
    previous: from.record.digest,
    earlier: await collectSecrets(context, from, backLinkTargets(epoch, from.record.barrier)),
    passes: passes.map(({ digest }) => digest).sort(compareBytes),
    writers: from.record.writers,
    barrier: from.record.barrier,
    frontier: { digest: frontier.digest, sid: frontier.sid },
    asOf: { block: asOf.number, hash: asOf.hash },
    narrowed: state.narrowed + (narrows ? 1 : 0),
    dueAtSeconds: dueAt === undefined ? 0 : Math.floor(dueAt.getTime() / 1000),
  })
  return { secret, passes, record, frontier, number: epoch }
}

function collectSecrets(context: FolderContext, from: OpenEpoch, targets: readonly number[]) {
  const recordOf = (epoch: number): Promise<OpenedRecord> => readEarlierRecord(context, from, epoch, {})
  return Promise.all(
    targets.map(async (epoch) => ({ epoch, secret: await openEarlierEpoch(from, epoch, recordOf) })),
  )
}

async function openNext(
  context: FolderContext,
  { folder, access }: OpenEpoch,
  { secret, record, number }: PreparedEpoch,
): Promise<OpenEpoch> {
  const scope = scopeOf(context, folder)
  return {
    folder,
    scope,
    access,
    state: await readFolder(context.chain, folder),
    record: openRecord(record.bytes, { digest: record.digest, scope, epoch: number }),
    secret,
    keys: deriveEpochKeys(scope, number, secret),
  }
}

/** Whoever was granted between the reading of the members and the transaction has no pass yet. */
async function deliverToLatecomers(
  context: FolderContext,
  signer: Signer,
  epoch: OpenEpoch,
  asOf: number,
  { recipients }: Members,
  options: OperationOptions,
): Promise<StoredObject[]> {
  const passes: StoredObject[] = []
  for (const subject of await readSubjects(context.chain, epoch.folder, { fromBlock: asOf + 1 })) {
    if (recipients.some((known) => equalBytes(known.subject, subject))) continue
    if ((await readRole(context.chain, epoch.folder, subject)) === undefined) continue
    const recipient = await findReachable(context, subject, epoch.folder, options)
    if (recipient === undefined) continue
    const pass = await makePass(epoch, recipient)
    await storeObjects(context, [pass], options)
    await sendDelivery(context.chain, {
      signer,
      folder: epoch.folder,
      subject,
      pass: pass.digest,
      signal: options.signal,
    })
    passes.push(pass)
  }
  return passes
}
