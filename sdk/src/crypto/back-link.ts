import { decrypt, encryptInPlace } from '#platform'
import { u32 } from '../codec/integers.ts'
import { SpaceError } from '../errors/index.ts'
import { deriveKey } from './derive.ts'
import { zeroNonce } from './seal-block.ts'

/** Length of a sealed back-link: secret 32, tag 16. */
const BACK_LINK_BYTES = 48

const nothing = new Uint8Array()

/** Which earlier epochs the record of an epoch links to: one, two, four … back, never beyond the barrier. */
export function backLinkTargets(epoch: number, barrier: number): number[] {
  const targets: number[] = []
  for (let step = 1; epoch - step >= barrier; step *= 2) targets.push(epoch - step)
  return targets
}

/** Seals the secret of an earlier epoch under a later one (docs/spec/epoch.md). */
export async function sealBackLink(
  scope: Uint8Array,
  from: { epoch: number; secret: Uint8Array },
  to: { epoch: number; secret: Uint8Array },
): Promise<Uint8Array> {
  const sealed = new Uint8Array(BACK_LINK_BYTES)
  sealed.set(to.secret)
  const key = backLinkKey(scope, from, to.epoch)
  await encryptInPlace({ key, nonce: zeroNonce, additionalData: nothing }, sealed, 0, 32)
  return sealed
}

/**
 * Opens a back-link. The result must still be verified against the commitment in the earlier record.
 * Throws `RECORD_INVALID`.
 */
export async function openBackLink(
  scope: Uint8Array,
  from: { epoch: number; secret: Uint8Array },
  toEpoch: number,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const secret = await decrypt(backLinkKey(scope, from, toEpoch), zeroNonce, nothing, sealed.slice())
  if (secret?.length === 32) return secret
  throw new SpaceError('RECORD_INVALID', { reason: `its link back to epoch ${toEpoch} does not open` })
}

function backLinkKey(scope: Uint8Array, from: { epoch: number; secret: Uint8Array }, to: number): Uint8Array {
  return deriveKey(from.secret, 'back', scope, u32(from.epoch), u32(to))
}
