import { MAX_MEMBERS } from '../../codec/record.ts'
import { SpaceError } from '../../errors/index.ts'
import { equalBytes, type OperationOptions } from '../../utils/index.ts'
import { type FolderOnChain, hasAccess, readGrant, readRole, readSubjects } from '../chain.ts'
import type { FolderContext } from '../context.ts'
import { type Recipient, recipientOf } from '../members/recipient.ts'

/** Whose members are read: a folder as it was at a block, without those that are removed now. */
export type MembersAt = {
  folder: Uint8Array
  state: FolderOnChain
  blockNumber: number
  revoked: readonly Uint8Array[]
}

/** Members that get the key of the next epoch. */
export type Members = {
  recipients: Recipient[]
  /** Subjects whose key could not be found. */
  unreached: Uint8Array[]
  /** When the first grant of the owner or an admin ends. */
  dueAt: Date | undefined
}

/** Reads every member whose grant was live at the block. Throws `MEMBERS_TOO_MANY`. */
export async function readMembers(
  context: FolderContext,
  { folder, state, blockNumber, revoked }: MembersAt,
  options: OperationOptions,
): Promise<Members> {
  const { chain } = context
  const { signal } = options
  const recipients: Recipient[] = []
  const unreached: Uint8Array[] = []
  let dueAt: Date | undefined
  for (const subject of await readSubjects(chain, folder, { signal })) {
    if (revoked.some((removed) => equalBytes(removed, subject))) continue
    if ((await readRole(chain, folder, subject, { blockNumber, signal })) === undefined) continue
    const recipient = await findReachable(context, folder, subject, options)
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

/** Nothing for a member without a usable key: no member may stop the removal of others by hiding a key. */
export async function findReachable(
  context: FolderContext,
  folder: Uint8Array,
  subject: Uint8Array,
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
