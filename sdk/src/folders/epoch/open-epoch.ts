import { deriveEpochKeys, type EpochKeys } from '../../crypto/epoch-keys.ts'
import { openPass } from '../../crypto/pass.ts'
import { checkEpochSecret, type OpenedRecord, openRecord } from '../../crypto/record.ts'
import { SpaceError } from '../../errors/index.ts'
import { type OperationOptions, toHex } from '../../utils/index.ts'
import { describeSubject, type FolderOnChain, readFolder } from '../chain.ts'
import { type FolderContext, fetchObject, scopeOf } from '../context.ts'
import { type Access, checkAccess } from '../members/access.ts'
import type { Identity } from '../members/identity.ts'
import { findPass, readGrantedPass } from '../members/passes.ts'
import { findKnownFolder } from './known-folders.ts'

/** The current epoch of a folder, opened by an identity that may. */
export type OpenEpoch = {
  folder: Uint8Array
  scope: Uint8Array
  /** The folder on chain when the epoch was opened. */
  state: FolderOnChain
  access: Access
  record: OpenedRecord
  secret: Uint8Array
  keys: EpochKeys
}

/** An opened epoch with the identity that opened it. */
export type EpochSession<Who extends Identity = Identity> = {
  readonly context: FolderContext
  readonly identity: Who
  epoch: OpenEpoch
}

type Search = {
  context: FolderContext
  identity: Identity
  folder: Uint8Array
  scope: Uint8Array
  state: FolderOnChain
  options: OperationOptions
}

/** A record and the secret that it commits to. */
type Found = { record: OpenedRecord; secret: Uint8Array }

/**
 * Opens the current epoch: asks the contract for state and grant, finds the record that the contract names and the
 * pass that is sealed to the identity, and compares the secret with the record's commitment.
 *
 * Throws `GRANT_MISSING`, `GRANT_EXPIRED`, `PASS_MISSING`, `RECORD_INVALID`, `PASS_INVALID` or `BLOCK_MISSING`.
 */
export async function openEpoch(
  context: FolderContext,
  identity: Identity,
  folder: Uint8Array,
  options: OperationOptions = {},
): Promise<OpenEpoch> {
  const scope = scopeOf(context, folder)
  const state = await readFolder(context.chain, folder, { signal: options.signal })
  const access = await checkAccess(context, identity, folder, state)
  const search: Search = { context, identity, folder, scope, state, options }
  const { record, secret } =
    state.record === undefined
      ? await findFirstEpoch(search, access)
      : await findEpoch(search, await fetchRecord(search, state.record))
  return { folder, scope, state, access, record, secret, keys: deriveEpochKeys(scope, state.epoch, secret) }
}

/** Finds the pass to a record that is trusted. */
async function findEpoch(search: Search, record: OpenedRecord): Promise<Found> {
  const { context, identity, folder, state, options } = search
  const use = async (_pass: unknown, digest: Uint8Array) => (await openChecked(search, digest, record)).secret
  const { found, unusable } = await findPass(
    context,
    { folder, state, record, recipient: identity, use },
    options,
  )
  if (found === undefined) throw noSecret(search, record, unusable)
  return { record, secret: found }
}

/**
 * As long as the contract names no record, the device that made the folder knows it, and others learn it from the pass
 * of the owner's grant.
 */
async function findFirstEpoch(search: Search, access: Access): Promise<Found> {
  const { context, identity, folder, state } = search
  if (access === 'owner') {
    const known = await findKnownFolder(context.state, folder)
    if (known === undefined) throw new SpaceError('FOLDER_UNKNOWN', { folder: toHex(folder) })
    return findEpoch(search, await fetchRecord(search, known.firstRecord))
  }
  const granted = await readGrantedPass(context, { folder, subject: identity.subject }, state.owner)
  if (granted === undefined) throw passMissing(search)
  const pass = await open(search, granted)
  if (pass.record === undefined) throw passMissing(search)
  const record = await fetchRecord(search, pass.record)
  checkEpochSecret(record, pass.secret)
  return { record, secret: pass.secret }
}

async function fetchRecord(
  { context, scope, state, options }: Search,
  digest: Uint8Array,
): Promise<OpenedRecord> {
  return openRecord(await fetchObject(context, digest, options), { digest, scope, epoch: state.epoch })
}

async function openChecked(search: Search, digest: Uint8Array, record: OpenedRecord) {
  const pass = await open(search, digest)
  checkEpochSecret(record, pass.secret)
  return pass
}

async function open({ context, identity, scope, state, options }: Search, digest: Uint8Array) {
  const bytes = await fetchObject(context, digest, options)
  const { subject, bind, keys } = identity
  const { epoch } = state
  const pass = await openPass(bytes, { digest, scope, epoch, subject, bind, kemSeed: keys.kemSeed })
  return { record: pass.record, secret: pass.secrets[0]?.secret as Uint8Array }
}

/** A record may hand out keys in a way that only a newer version knows. */
function noSecret(search: Search, record: OpenedRecord, cause: unknown): SpaceError {
  if (record.beyondV1) return new SpaceError('READER_TOO_OLD', { epoch: record.epoch }, { cause })
  return passMissing(search, cause)
}

function passMissing({ folder, identity, state }: Search, cause?: unknown): SpaceError<'PASS_MISSING'> {
  const subject = describeSubject(identity.subject)
  return new SpaceError('PASS_MISSING', { folder: toHex(folder), subject, epoch: state.epoch }, { cause })
}
