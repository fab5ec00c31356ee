import type { Account } from '../accounts/index.ts'
import { addressSubject, readAnchor, readName, readPrimaryName } from '../chain/index.ts'
import { nameSubject } from '../codec/subject.ts'
import { SpaceError } from '../errors/index.ts'
import type { FolderContext } from './context.ts'
import { accountIdentity, type WriterIdentity } from './identity.ts'

/**
 * Under which subjects an account can be sent keys: its primary name, and its wallet when a binding is anchored.
 * The name comes first.
 */
export async function findIdentities(
  { chain }: Pick<FolderContext, 'chain'>,
  account: Account,
): Promise<WriterIdentity[]> {
  const [name, anchored] = await Promise.all([
    readPrimaryName(chain, account.address),
    readAnchor(chain, account.address, 'binding'),
  ])
  const identities: WriterIdentity[] = []
  if (name !== undefined) {
    const { generation, keyDigest } = await readName(chain, name)
    identities.push(accountIdentity(account, nameSubject(name, generation), keyDigest))
  }
  if (anchored !== undefined) {
    identities.push(accountIdentity(account, addressSubject(account.address), anchored))
  }
  return identities
}

/** The identity under which an account makes folders. Throws `BINDING_MISSING` when it has none. */
export async function requireIdentity(
  context: Pick<FolderContext, 'chain'>,
  account: Account,
): Promise<WriterIdentity> {
  const [identity] = await findIdentities(context, account)
  if (identity === undefined) throw new SpaceError('BINDING_MISSING', { subject: account.address })
  return identity
}
