import { frame } from '../codec/frame.ts'
import { u32 } from '../codec/integers.ts'
import {
  decodePass,
  decodePassSecrets,
  type EpochSecret,
  encodePass,
  encodePassHeader,
  encodePassSecrets,
  type Pass,
  type PassHeader,
} from '../codec/pass.ts'
import { SpaceError } from '../errors/index.ts'
import { equalBytes } from '../utils/index.ts'
import { hpkeOpen, hpkeSeal } from './hpke.ts'
import { type StoredObject, storedObject } from './object.ts'

/** What a pass is made of. */
export type SealPassInput = PassHeader & {
  /** X-Wing key of the verified binding that `bind` names. */
  kemPublicKey: Uint8Array
  /** The epoch's secret first; more only to lead the reader across barriers, by descending epoch. */
  secrets: readonly EpochSecret[]
  /** 64 bytes, for test vectors only. */
  randomness?: Uint8Array | undefined
}

/** A pass that was opened. */
export type OpenedPass = Pass & { digest: Uint8Array; secrets: readonly EpochSecret[] }

/**
 * Seals the secret of an epoch to one subject. Format: docs/spec/pass.md.
 * Throws `BIND_INVALID` if the key is not one.
 *
 * @example
 * ```ts
 * const pass = await sealPass({ scope, epoch, subject, bind, record, kemPublicKey, secrets })
 * ```
 */
export async function sealPass(input: SealPassInput): Promise<StoredObject> {
  const { kemPublicKey, secrets, randomness, ...header } = input
  const context = { info: passInfo(header), additionalData: encodePassHeader(header) }
  const plaintext = encodePassSecrets(header.epoch, secrets)
  let sealed: Awaited<ReturnType<typeof hpkeSeal>>
  try {
    sealed = await hpkeSeal(kemPublicKey, plaintext, context, randomness)
  } catch (cause) {
    throw new SpaceError('BIND_INVALID', { reason: 'its encryption key is not an X-Wing key' }, { cause })
  }
  return storedObject(encodePass({ ...header, ...sealed }))
}

/**
 * Opens a pass. It must be for the expected folder, epoch, subject and binding; the secret it gives must
 * still be verified against the record (`checkEpochSecret`). Throws `PASS_INVALID`.
 *
 * @example
 * ```ts
 * const { secrets } = await openPass(bytes, { scope, epoch, subject, bind, kemSeed })
 * ```
 */
export async function openPass(
  bytes: Uint8Array,
  expected: {
    scope: Uint8Array
    epoch: number
    subject: Uint8Array
    bind: Uint8Array
    kemSeed: Uint8Array
    digest?: Uint8Array | undefined
  },
): Promise<OpenedPass> {
  const { digest } = storedObject(bytes)
  if (expected.digest !== undefined && !equalBytes(expected.digest, digest)) {
    invalid('it is not the one that was named')
  }
  const { pass, header } = decodePass(bytes)
  if (!equalBytes(pass.scope, expected.scope)) invalid('it is for another folder')
  if (pass.epoch !== expected.epoch) invalid('it is for another epoch')
  if (!equalBytes(pass.subject, expected.subject)) invalid('it is for another subject')
  if (!equalBytes(pass.bind, expected.bind)) invalid('it is for other keys of the same person')
  const context = { info: passInfo(pass), additionalData: header }
  const plaintext = await hpkeOpen(expected.kemSeed, pass.encapsulated, pass.ciphertext, context)
  if (plaintext === undefined) invalid('it does not open')
  return { ...pass, digest, secrets: decodePassSecrets(pass.epoch, plaintext) }
}

function passInfo({ scope, epoch, subject, bind }: PassHeader): Uint8Array {
  return frame('pass', scope, u32(epoch), subject, bind)
}

function invalid(reason: string): never {
  throw new SpaceError('PASS_INVALID', { reason })
}
