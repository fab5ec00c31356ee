import type { Account } from '../../accounts/index.ts'
import { decodeName, readPrimaryName } from '../../chain/index.ts'
import { nameSubject } from '../../codec/subject.ts'
import { SpaceError } from '../../errors/index.ts'
import { listNames } from '../../index-client/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { addressSubject, readAnchoredBind, readName } from '../chain.ts'
import type { FolderContext } from '../context.ts'
import { accountIdentity, type WriterIdentity } from './identity.ts'

/**
 * Under which subjects an account can be sent keys: its primary name, its wallet when a binding is anchored, and then
 * all other names that it has. The index says which those may be and the chain whether they are; without an index they
 * stay unknown.
 */
export async function* findIdentities(
  context: Pick<FolderContext, 'chain' | 'index'>,
  account: Account,
  options: OperationOptions = {},
): AsyncGenerator<WriterIdentity, void, void> {
  const { chain, index } = context
  const primary = await readPrimaryName(chain, { account: account.address, signal: options.signal })
  if (primary !== undefined) yield* findNamed(context, account, primary)
  const anchored = await readAnchoredBind(chain, account.address)
  if (anchored !== undefined) yield accountIdentity(account, addressSubject(account.address), anchored)
  if (index === undefined) return
  for (const word of await listNames(index, account.address, options)) {
    const name = decodeName(word)
    if (name !== primary) yield* findNamed(context, account, name)
  }
}

/**
 * Does something under the first of an account's identities that the folder is open to. Throws `BINDING_MISSING` when
 * the account has none, or why the last one was refused.
 */
export async function withIdentity<Result>(
  context: Pick<FolderContext, 'chain' | 'index'>,
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
  context: Pick<FolderContext, 'chain' | 'index'>,
  account: Account,
): Promise<WriterIdentity> {
  return withIdentity(context, account, async (identity) => identity)
}

/** Nothing if the name is somebody else's, or nobody's. */
async function* findNamed(
  { chain }: Pick<FolderContext, 'chain'>,
  account: Account,
  name: string,
): AsyncGenerator<WriterIdentity, void, void> {
  try {
    const { owner, generation, keyDigest } = await readName(chain, name)
    if (owner === account.address) yield accountIdentity(account, nameSubject(name, generation), keyDigest)
  } catch (failure) {
    if (!SpaceError.is(failure, 'NAME_UNKNOWN') && !SpaceError.is(failure, 'NAME_INVALID')) throw failure
  }
}

function isRefusal(failure: unknown): boolean {
  return (['GRANT_MISSING', 'GRANT_EXPIRED', 'PASS_MISSING'] as const).some((code) =>
    SpaceError.is(failure, code),
  )
}
