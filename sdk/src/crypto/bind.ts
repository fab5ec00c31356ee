import {
  type Bind,
  type BindOwner,
  decodeBind,
  encodeBind,
  encodeBindBody,
  type SignedBind,
} from '../codec/bind.ts'
import { frame } from '../codec/frame.ts'
import { SpaceError } from '../errors/index.ts'
import { equalBytes } from '../utils/index.ts'
import type { AccountKeys } from './account-keys.ts'
import { type StoredObject, storedObject } from './object.ts'
import { sign, verifySignature } from './signature.ts'

/** What a binding is made of. */
export type MakeBindInput = {
  chainId: bigint
  accountEpoch: number
  owner: BindOwner
  keys: AccountKeys
  /** The binding that this one continues, and the seed that it was signed with. */
  previous?: { digest: Uint8Array; signSeed: Uint8Array } | undefined
}

/**
 * Makes the key binding of an account, signed by its own key. The chain holds its digest.
 * Format: docs/spec/bind.md.
 *
 * @example
 * ```ts
 * const bind = makeBind({ chainId, accountEpoch: 0, owner: { kind: 'name', registry, name: 'bob' }, keys })
 * ```
 */
export function makeBind(input: MakeBindInput): StoredObject {
  const { chainId, accountEpoch, owner, keys, previous } = input
  const bind: Bind = {
    chainId,
    accountEpoch,
    kemPublicKey: keys.kemPublicKey,
    signPublicKey: keys.signPublicKey,
    owner,
    previous: previous?.digest,
  }
  const body = encodeBindBody(bind)
  const continuity = previous && sign(previous.signSeed, frame('bind-cont', body))
  return storedObject(
    encodeBind({ ...bind, signature: sign(keys.signSeed, frame('bind', body)), continuity }),
  )
}

/**
 * Reads a binding from storage and checks that it belongs to the expected owner on the expected
 * chain and is signed by its own key. Whether it is the newest, the chain says by its digest.
 * Throws `BIND_INVALID`.
 *
 * @example
 * ```ts
 * const bind = verifyBind(bytes, { chainId, owner: { kind: 'subject', subject } })
 * ```
 */
export function verifyBind(
  bytes: Uint8Array,
  expected: { chainId: bigint; owner: BindOwner; digest?: Uint8Array | undefined },
): SignedBind & { digest: Uint8Array } {
  const { digest } = storedObject(bytes)
  if (expected.digest !== undefined && !equalBytes(expected.digest, digest)) {
    invalid('it is not the one that the chain names')
  }
  const { bind, body } = decodeBind(bytes)
  if (bind.chainId !== expected.chainId) invalid('it is for another chain')
  if (!isSameOwner(bind.owner, expected.owner)) invalid('it belongs to another account')
  if (!verifySignature(bind.signPublicKey, frame('bind', body), bind.signature)) {
    invalid('its signature is wrong')
  }
  return { ...bind, digest }
}

/**
 * Whether the holder of the keys before agreed to a new binding. If not (recovery, transfer, lost keys),
 * no secret may be sent to it before a person has confirmed it. Both bindings were verified before.
 */
export function continuesBind(next: SignedBind, previous: SignedBind & { digest: Uint8Array }): boolean {
  if (next.previous === undefined || next.continuity === undefined) return false
  if (!equalBytes(next.previous, previous.digest)) return false
  return verifySignature(previous.signPublicKey, frame('bind-cont', encodeBindBody(next)), next.continuity)
}

function isSameOwner(a: BindOwner, b: BindOwner): boolean {
  if (a.kind === 'name') return b.kind === 'name' && a.name === b.name && equalBytes(a.registry, b.registry)
  return b.kind === 'subject' && equalBytes(a.subject, b.subject)
}

function invalid(reason: string): never {
  throw new SpaceError('BIND_INVALID', { reason })
}
