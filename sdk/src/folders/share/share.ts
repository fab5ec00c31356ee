import { encodeTerms, type Terms } from '../../chain/index.ts'
import type { Signer } from '../../signers/index.ts'
import type { OperationOptions } from '../../utils/index.ts'
import type { FolderSession } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { findRecipient } from '../members/recipient.ts'
import { checkMayShare, giveAccess, type ShareResult } from './grant-access.ts'

/** Who gets access, and how. */
export type ShareOptions = Terms &
  OperationOptions & {
    /** `@name` or an address. */
    to: string
  }

/**
 * Gives a name or an address access. Throws before anything is sent: `INPUT_INVALID`, `TERMS_LOWERED`, and what
 * `findRecipient` and `checkMayShare` throw.
 */
export async function share(
  session: FolderSession<WriterIdentity>,
  signer: Signer,
  { to, signal, onProgress: _, ...terms }: ShareOptions,
): Promise<ShareResult> {
  encodeTerms(terms)
  const recipient = await findRecipient(session.context, to, { signal })
  await checkMayShare(session, { signal })
  return giveAccess(session, signer, { recipient, terms }, { signal })
}
