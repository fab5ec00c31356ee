import type { Call, CallReceipt } from '../../signers/index.ts'
import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { describeSubject } from './subject.ts'
import { decodeGrantWord, encodeTerms, type GrantWord, type Terms } from './terms.ts'

/** Who gets what. */
export type Grant = Terms & {
  /** 32 bytes. */
  folder: Hex
  /** 32 bytes. */
  subject: Hex
  /** SHA-256 of the pass block; absent = the right now, the key later. */
  pass?: Hex | undefined
}

/** What the contract says about a grant that was made. */
export type GrantedEvent = {
  folder: Hex
  subject: Hex
  /** Who granted (ERC-55). */
  granter: Address
  /** The grant as it is stored. */
  grant: GrantWord | undefined
  /** SHA-256 of the pass block, if a key was sent with it. */
  pass: Hex | undefined
}

/** Stands for "no pass". */
const noPass: Hex = `0x${'00'.repeat(32)}`

/**
 * The call that grants. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { grantCall } from '@space/sdk/chain'
 *
 * const call = grantCall(chain, { folder, subject, role: 'reader' })
 * ```
 */
export function grantCall(chain: Pick<Chain, 'addresses'>, { folder, subject, pass, ...terms }: Grant): Call {
  return encodeCall(chain, 'grants', 'grant', [
    checkBytes32(folder, 'folder'),
    checkBytes32(subject, 'subject'),
    encodeTerms(terms),
    checkBytes32(pass ?? noPass, 'pass'),
  ])
}

/**
 * Grants a subject access to a folder. Throws `INPUT_INVALID`, or `TRANSACTION_REVERTED` when the signer may not.
 *
 * @example
 * ```ts
 * import { grant } from '@space/sdk/chain'
 *
 * await grant(chain, { signer, folder, subject, role: 'reader', expiresAt: new Date('2030-01-01') })
 * ```
 */
export async function grant(chain: Chain, options: Grant & WriteOptions): Promise<CallReceipt> {
  const call = grantCall(chain, options)
  return sendCall(chain, options, call, `the grant to ${describeSubject(options.subject)}`)
}

/**
 * The grant that a transaction made. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { extractGrant, grant } from '@space/sdk/chain'
 *
 * const receipt = await grant(chain, { signer, folder, subject, role: 'reader' })
 * console.log(extractGrant(chain, receipt).granter)
 * ```
 */
export function extractGrant(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): GrantedEvent {
  const { folder, subject, granter, word, pass } = extractEvent(chain, 'grants', 'Granted', receipt)
  return {
    folder: folder as Hex,
    subject: subject as Hex,
    granter: granter as Address,
    grant: decodeGrantWord(word),
    pass: pass === noPass ? undefined : (pass as Hex),
  }
}
