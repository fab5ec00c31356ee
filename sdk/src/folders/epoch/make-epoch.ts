import { randomBytes } from '@noble/hashes/utils.js'
import { authorFlag } from '../../codec/author-list.ts'
import { deriveAuthorKey } from '../../crypto/author-key.ts'
import { deriveEpochKeys } from '../../crypto/epoch-keys.ts'
import type { StoredObject } from '../../crypto/object.ts'
import { sealPass } from '../../crypto/pass.ts'
import { type MakeRecordInput, makeRecord, openRecord } from '../../crypto/record.ts'
import { compareBytes, type OperationOptions } from '../../utils/index.ts'
import { createFolderId, readFolder, readNewestBlock } from '../chain.ts'
import { type FolderContext, scopeOf, storeObjects } from '../context.ts'
import type { Access } from '../members/access.ts'
import type { WriterIdentity } from '../members/identity.ts'
import type { Recipient } from '../members/recipient.ts'
import type { OpenEpoch } from './open-epoch.ts'

/** An epoch that was made and is not yet in force. */
export type MadeEpoch = { number: number; secret: Uint8Array; passes: StoredObject[]; record: StoredObject }

/** What an epoch is made of: a pass for each recipient, and what else its record says. */
export type MakeEpochInput = Omit<MakeRecordInput, 'passes'> & { recipients: readonly Recipient[] }

/** Seals the secret of an epoch to its recipients and makes the record that lists their passes. */
export async function makeEpoch({ recipients, ...fields }: MakeEpochInput): Promise<MadeEpoch> {
  const { scope, epoch, secret } = fields
  const secrets = [{ epoch, secret }]
  const passes = await Promise.all(
    recipients.map((recipient) => sealPass({ scope, epoch, ...recipient, secrets })),
  )
  const record = await makeRecord({
    ...fields,
    passes: passes.map(({ digest }) => digest).sort(compareBytes),
  })
  return { number: epoch, secret, passes, record }
}

/** Opens an epoch that was made here, with the folder's state as the contract has it now. */
export async function openMadeEpoch(
  { chain }: FolderContext,
  { folder, scope, access }: { folder: Uint8Array; scope: Uint8Array; access: Access },
  { number, secret, record }: MadeEpoch,
): Promise<OpenEpoch> {
  return {
    folder,
    scope,
    access,
    state: await readFolder(chain, folder),
    record: openRecord(record.bytes, { digest: record.digest, scope, epoch: number }),
    secret,
    keys: deriveEpochKeys(scope, number, secret),
  }
}

/**
 * Makes the first epoch of a new folder: a random id that starts with the owner's address, a secret, the owner's pass
 * and the first record. No transaction is sent; the contract learns of the folder with its first grant or advance. The
 * caller remembers the folder when its first entry is published: one without an entry could never be opened.
 */
export async function createEpoch(
  context: FolderContext,
  identity: WriterIdentity,
  options: OperationOptions = {},
): Promise<OpenEpoch> {
  const { chain } = context
  const folder = createFolderId(identity.address)
  const scope = scopeOf(context, folder)
  const { subject, bind, keys } = identity
  const { author } = deriveAuthorKey(identity.deviceSecret, scope)
  const { number, hash } = await readNewestBlock(chain)
  const made = await makeEpoch({
    scope,
    epoch: 0,
    secret: randomBytes(32),
    recipients: [{ subject, bind, kemPublicKey: keys.kemPublicKey }],
    earlier: [],
    writers: [{ author, flags: authorFlag.write | authorFlag.admit }],
    barrier: 0,
    asOf: { block: number, hash },
    narrowed: 0,
    dueAtSeconds: 0,
  })
  await storeObjects(context, [...made.passes, made.record], options)
  return openMadeEpoch(context, { folder, scope, access: 'owner' }, made)
}
