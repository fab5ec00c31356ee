import { randomBytes } from '@noble/hashes/utils.js'
import { authorFlag } from '../../codec/author-list.ts'
import { deriveAuthorKey } from '../../crypto/author-key.ts'
import { deriveEpochKeys } from '../../crypto/epoch-keys.ts'
import { sealPass } from '../../crypto/pass.ts'
import { makeRecord, openRecord } from '../../crypto/record.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { createFolderId, readFolder, readNewestBlock } from '../chain.ts'
import { type FolderContext, scopeOf, storeObjects } from '../context.ts'
import type { WriterIdentity } from '../members/identity.ts'
import type { OpenEpoch } from './open-epoch.ts'

/**
 * Makes a folder: a random id that starts with the owner's address, a secret for epoch 0, the owner's pass and the
 * first record. No transaction is sent; the chain hears of the folder with its first grant or advance. The caller
 * remembers the folder when its first entry is published: one without an entry could never be opened.
 */
export async function createFolder(
  context: FolderContext,
  identity: WriterIdentity,
  options: OperationOptions = {},
): Promise<OpenEpoch> {
  const { chain } = context
  const folder = createFolderId(identity.address)
  const scope = scopeOf(context, folder)
  const secret = randomBytes(32)
  const { subject, bind, keys } = identity
  const pass = await sealPass({
    scope,
    epoch: 0,
    subject,
    bind,
    kemPublicKey: keys.kemPublicKey,
    secrets: [{ epoch: 0, secret }],
  })
  const { number, hash } = await readNewestBlock(chain)
  const record = await makeRecord({
    scope,
    epoch: 0,
    secret,
    earlier: [],
    passes: [pass.digest],
    writers: [
      {
        author: deriveAuthorKey(identity.deviceSecret, scope).author,
        flags: authorFlag.write | authorFlag.admit,
      },
    ],
    barrier: 0,
    asOf: { block: number, hash },
    narrowed: 0,
    dueAtSeconds: 0,
  })
  await storeObjects(context, [pass, record], options)
  return {
    folder,
    scope,
    state: await readFolder(chain, folder),
    access: 'owner',
    record: openRecord(record.bytes, { digest: record.digest, scope, epoch: 0 }),
    secret,
    keys: deriveEpochKeys(scope, 0, secret),
  }
}
