import { decodePass } from '../../codec/pass.ts'
import { deriveEpochKeys, type EpochKeys } from '../../crypto/epoch-keys.ts'
import { openPass } from '../../crypto/pass.ts'
import { checkEpochSecret, type OpenedRecord, openRecord } from '../../crypto/record.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, type OperationOptions, toHex } from '../../utils/index.ts'
import { describeSubject, type FolderOnChain, readFolder, readPasses } from '../chain.ts'
import { type FolderContext, fetchObject, scopeOf } from '../context.ts'
import { type Access, checkAccess } from '../members/check-access.ts'
import type { Identity } from '../members/identity.ts'
import { findKnownFolder } from './known-folders.ts'

/** The current epoch of a folder, opened by somebody who may. */
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

type Search = {
  context: FolderContext
  identity: Identity
  folder: Uint8Array
  scope: Uint8Array
  epoch: number
  options: OperationOptions
}

/**
 * Opens the current epoch: asks the chain for state and grant, finds the record that the chain names and the pass
 * that is sealed to the identity, and holds the secret against the record.
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
  const state = await readFolder(context.chain, folder)
  const access = await checkAccess(context, identity, folder, state)
  const search: Search = { context, identity, folder, scope, epoch: state.epoch, options }
  const found =
    state.record === undefined
      ? await findFirstEpoch(search, state.owner, access)
      : await findEpoch(search, state.record)
  const { record, secret } = found
  return { folder, scope, state, access, record, secret, keys: deriveEpochKeys(scope, state.epoch, secret) }
}

/** After the first advance the chain names the record, and any pass whose secret fits it counts. */
async function findEpoch(search: Search, digest: Uint8Array) {
  const record = await fetchRecord(search, digest)
  const listed = await findSecret(search, record, record.passes)
  if (listed.secret !== undefined) return { record, secret: listed.secret }
  const { context, folder, identity } = search
  const announced = await readPasses(context.chain, folder, identity.subject)
  const found = await findSecret(
    search,
    record,
    announced.map((pass) => pass.digest),
  )
  if (found.secret === undefined) throw noSecret(search, record, listed.unusable ?? found.unusable)
  return { record, secret: found.secret }
}

/**
 * Before it, the record is known to the device that made the folder, and to others by the pass of a grant that the
 * owner made: anybody else could invent one.
 */
async function findFirstEpoch(search: Search, owner: string, access: Access) {
  const { context, identity, folder } = search
  if (access === 'owner') {
    const known = await findKnownFolder(context.state, folder)
    if (known === undefined) throw new SpaceError('FOLDER_UNKNOWN', { folder: toHex(folder) })
    return findEpoch(search, known.firstRecord)
  }
  const announced = await readPasses(context.chain, folder, identity.subject)
  const trusted = announced.find(({ by, kind }) => by === owner && kind === 'granted')
  if (trusted === undefined) throw passMissing(search)
  const pass = await open(search, trusted.digest)
  if (pass.record === undefined) throw passMissing(search)
  const record = await fetchRecord(search, pass.record)
  return { record, secret: checkedSecret(record, pass.secret) }
}

async function fetchRecord(
  { context, scope, epoch, options }: Search,
  digest: Uint8Array,
): Promise<OpenedRecord> {
  return openRecord(await fetchObject(context, digest, options), { digest, scope, epoch })
}

/**
 * Finds the pass that is sealed to the identity. Those that cannot be used are passed over, since they may be
 * somebody else's or of an earlier epoch; one of them is told as the cause when none fits.
 */
async function findSecret(
  search: Search,
  record: OpenedRecord,
  digests: readonly Uint8Array[],
): Promise<{ secret?: Uint8Array; unusable?: unknown }> {
  const { context, identity, epoch, options } = search
  let unusable: unknown
  for (const digest of digests) {
    try {
      const { pass } = decodePass(await fetchObject(context, digest, options))
      const isOurs = equalBytes(pass.subject, identity.subject) && equalBytes(pass.bind, identity.bind)
      if (!isOurs || pass.epoch !== epoch) continue
      return { secret: checkedSecret(record, (await open(search, digest)).secret) }
    } catch (failure) {
      const codes = ['BLOCK_MISSING', 'BLOCK_CORRUPT', 'PASS_INVALID'] as const
      if (!codes.some((code) => SpaceError.is(failure, code))) throw failure
      unusable ??= failure
    }
  }
  return { unusable }
}

async function open({ context, identity, scope, epoch, options }: Search, digest: Uint8Array) {
  const bytes = await fetchObject(context, digest, options)
  const { subject, bind, keys } = identity
  const pass = await openPass(bytes, { digest, scope, epoch, subject, bind, kemSeed: keys.kemSeed })
  return { record: pass.record, secret: pass.secrets[0]?.secret as Uint8Array }
}

function checkedSecret(record: OpenedRecord, secret: Uint8Array): Uint8Array {
  checkEpochSecret(record, secret)
  return secret
}

/** A record may hand out keys in a way that only a newer version knows. */
function noSecret(search: Search, record: OpenedRecord, cause: unknown): SpaceError {
  if (record.beyondV1) return new SpaceError('READER_TOO_OLD', { epoch: record.epoch }, { cause })
  return passMissing(search, cause)
}

function passMissing({ folder, identity, epoch }: Search, cause?: unknown): SpaceError<'PASS_MISSING'> {
  const subject = describeSubject(identity.subject)
  return new SpaceError('PASS_MISSING', { folder: toHex(folder), subject, epoch }, { cause })
}
