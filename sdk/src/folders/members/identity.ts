import { type Account, exportSecrets } from '../../accounts/index.ts'
import { decodeName, readPrimaryName } from '../../chain/index.ts'
import type { BindOwner } from '../../codec/bind.ts'
import { nameSubject } from '../../codec/subject.ts'
import { type AccountKeys, deriveAccountKeys } from '../../crypto/account-keys.ts'
import { makeBind } from '../../crypto/bind.ts'
import { SpaceError } from '../../errors/index.ts'
import { listNames } from '../../index-client/index.ts'
import type { Address, OperationOptions } from '../../utils/index.ts'
import { addressSubject, readAnchoredBind, readName } from '../chain.ts'
import { type FolderContext, storeObjects } from '../context.ts'

/** The caller as a folder knows it: its subject on chain, and the keys to which passes are sealed. */
export type Identity = {
  /** The typed word that grants name. */
  readonly subject: Uint8Array
  /** Ethereum address (ERC-55); its owner owns folders whose id starts with it. */
  readonly address: Address
  readonly keys: AccountKeys
  /** Digest of the binding of these keys. */
  readonly bind: Uint8Array
}

/** An identity that can also write: it has a device with a log of its own. */
export type WriterIdentity = Identity & { readonly deviceSecret: Uint8Array }

/** What finding an account's identities needs. */
type IdentityContext = Pick<FolderContext, 'chain' | 'index'>

/**
 * Under which subjects an account can be sent keys: its primary name, its wallet when a binding is anchored, and then
 * all other names that it has. The index says which those may be and the contract whether they are; without an index
 * they stay unknown.
 */
export async function* findIdentities(
  context: IdentityContext,
  account: Account,
  options: OperationOptions = {},
): AsyncGenerator<WriterIdentity, void, void> {
  const { chain, index } = context
  const primary = await readPrimaryName(chain, { account: account.address, signal: options.signal })
  if (primary !== undefined) yield* findNamed(context, account, primary)
  const anchored = await readAnchoredBind(chain, account.address, { signal: options.signal })
  if (anchored !== undefined) yield toIdentity(account, addressSubject(account.address), anchored)
  if (index === undefined) return
  for (const word of await listNames(index, account.address, options)) {
    const name = decodeName(word)
    if (name !== primary) yield* findNamed(context, account, name)
  }
}

/**
 * Does something under the first of an account's identities that the folder is open to. Throws `BINDING_MISSING` when
 * the account has none, or the reason why the last one was refused.
 */
export async function withIdentity<Result>(
  context: IdentityContext,
  account: Account,
  work: (identity: WriterIdentity) => Promise<Result>,
  options: OperationOptions = {},
): Promise<Result> {
  let refused: unknown
  try {
    for await (const identity of findIdentities(context, account, options)) {
      try {
        return await work(identity)
      } catch (failure) {
        if (!isRefusal(failure)) throw failure
        // That there is no grant at all says less than any other reason.
        if (refused === undefined || SpaceError.is(refused, 'GRANT_MISSING')) refused = failure
      }
    }
  } catch (failure) {
    const isIndex =
      SpaceError.is(failure, 'INDEX_UNREACHABLE') || SpaceError.is(failure, 'INDEX_ANSWER_INVALID')
    if (!isIndex || refused === undefined) throw failure
  }
  throw refused ?? new SpaceError('BINDING_MISSING', { subject: account.address })
}

/** The identity under which an account makes folders. Throws `BINDING_MISSING` when it has none. */
export function requireIdentity(
  context: IdentityContext,
  account: Account,
  options: OperationOptions = {},
): Promise<WriterIdentity> {
  return withIdentity(context, account, async (identity) => identity, options)
}

/** Stores the key binding of an account for one of its subjects and gives the digest that the contract is to hold. */
export async function publishBinding(
  context: Pick<FolderContext, 'chain' | 'backend'>,
  account: Account,
  owner: BindOwner,
  options: OperationOptions = {},
): Promise<Uint8Array> {
  const { chainId } = context.chain
  const { root, epoch } = exportSecrets(account)
  const keys = deriveAccountKeys(root, epoch)
  const bind = makeBind({ chainId, accountEpoch: epoch, owner, keys })
  await storeObjects(context, [bind], options)
  return bind.digest
}

function toIdentity(account: Account, subject: Uint8Array, bind: Uint8Array): WriterIdentity {
  const { root, epoch, deviceSecret } = exportSecrets(account)
  return { subject, address: account.address, bind, deviceSecret, keys: deriveAccountKeys(root, epoch) }
}

/** Nothing if the name belongs to another account, or to none. */
async function* findNamed(
  { chain }: IdentityContext,
  account: Account,
  name: string,
): AsyncGenerator<WriterIdentity, void, void> {
  try {
    const { owner, generation, keyDigest } = await readName(chain, name)
    if (owner === account.address) yield toIdentity(account, nameSubject(name, generation), keyDigest)
  } catch (failure) {
    if (!SpaceError.is(failure, 'NAME_UNKNOWN') && !SpaceError.is(failure, 'NAME_INVALID')) throw failure
  }
}

function isRefusal(failure: unknown): boolean {
  return (['GRANT_MISSING', 'GRANT_EXPIRED', 'PASS_MISSING'] as const).some((code) =>
    SpaceError.is(failure, code),
  )
}
