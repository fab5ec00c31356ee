import { encodeTerms, type Terms } from '../../chain/index.ts'
import type { Signer } from '../../signers/index.ts'
import { type Hex, type OperationOptions, toHex } from '../../utils/index.ts'
import type { FolderSession } from '../log/session.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { createLink } from '../members/link.ts'
import { checkMayShare, giveAccess, type ShareResult } from './grant-access.ts'

/** How a link is made; its holder is a reader by default. */
export type ShareLinkOptions = Partial<Terms> &
  OperationOptions & {
    /** What the holder of the link must type besides. */
    password?: string | undefined
  }

/** A link that was granted. */
export type ShareLinkResult = ShareResult & {
  /** Part of the URL behind `#`, with the `#`. A secret: anyone who has it can read the folder. */
  fragment: string
  /** What `revoke` takes to end the link: 32 bytes. */
  subject: Hex
}

/** Makes a link that opens the folder until it is revoked. Throws `INPUT_INVALID` and what `checkMayShare` throws. */
export async function shareLink(
  session: FolderSession<WriterIdentity>,
  signer: Signer,
  { password, signal, onProgress: _, ...terms }: ShareLinkOptions,
): Promise<ShareLinkResult> {
  const linkTerms = { role: 'reader' as const, ...terms }
  encodeTerms(linkTerms)
  await checkMayShare(session, { signal })
  const { context, epoch } = session
  const { fragment, recipient } = await createLink(context, epoch.folder, { password, signal })
  const result = await giveAccess(session, signer, { recipient, terms: linkTerms }, { signal })
  return { ...result, fragment, subject: toHex(recipient.subject) }
}
