import { frame } from '../codec/frame.ts'
import type { Claim } from '../codec/ops.ts'
import { SpaceError } from '../errors/index.ts'
import { equalBytes } from '../utils/index.ts'
import { sign, verifySignature } from './signature.ts'

/**
 * Says that an author's log in a folder is an account's. It is sealed in the author's first entry, so
 * that members know whose log it is and storage does not. Format: docs/spec/ops.md.
 *
 * @example
 * ```ts
 * const claim = makeClaim({ scope, author, subject, bind, signSeed: keys.signSeed })
 * ```
 */
export function makeClaim(input: {
  scope: Uint8Array
  author: Uint8Array
  subject: Uint8Array
  bind: Uint8Array
  signSeed: Uint8Array
}): Claim {
  const { scope, author, subject, bind, signSeed } = input
  return { subject, bind, signature: sign(signSeed, frame('claim', scope, author)) }
}

/**
 * Checks that the account of a verified binding made the claim. That the subject may write, the chain says.
 * Throws `CLAIM_INVALID`.
 */
export function verifyClaim(
  claim: Claim,
  expected: {
    scope: Uint8Array
    author: Uint8Array
    bind: { digest: Uint8Array; signPublicKey: Uint8Array }
  },
): void {
  const { scope, author, bind } = expected
  if (!equalBytes(claim.bind, bind.digest)) invalid('it names another binding')
  if (!verifySignature(bind.signPublicKey, frame('claim', scope, author), claim.signature)) {
    invalid('its signature is wrong')
  }
}

function invalid(reason: string): never {
  throw new SpaceError('CLAIM_INVALID', { reason })
}
