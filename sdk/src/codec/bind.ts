import type { CborMap } from './cbor.ts'
import { Shape } from './shape.ts'
import { isName, isWalletSubject, SUBJECT_BYTES } from './subject.ts'

/** Longest key binding. */
const BIND_MAX_BYTES = 4096

/** Length of an X-Wing public key. */
export const KEM_PUBLIC_KEY_BYTES = 1216

/** Whose keys they are: a name of a registry, or a wallet or link by its subject. */
export type BindOwner =
  | { kind: 'name'; registry: Uint8Array; name: string }
  | { kind: 'subject'; subject: Uint8Array }

/** The public keys of an account epoch, signed by themselves. It is stored in clear; the contract has its digest. */
export type Bind = {
  chainId: bigint
  accountEpoch: number
  /** X-Wing public key: where secrets for this account are sent. */
  kemPublicKey: Uint8Array
  /** Ed25519 public key: what the account signs with. */
  signPublicKey: Uint8Array
  owner: BindOwner
  /** Digest of the binding that this one continues; with it goes a signature by that one's key. */
  previous?: Uint8Array | undefined
}

/** A binding with its own signature, and with one by the keys that it continues, if it does. */
export type SignedBind = Bind & { signature: Uint8Array; continuity?: Uint8Array | undefined }

const shape: Shape = new Shape('BIND_INVALID')

/** The bytes that are signed: the binding without its signatures (docs/spec/bind.md). */
export function encodeBindBody(bind: Bind): Uint8Array {
  return shape.encode(bindMap(bind), BIND_MAX_BYTES)
}

/** The bytes of a binding. */
export function encodeBind(bind: SignedBind): Uint8Array {
  const map = {
    ...bindMap(bind),
    z: bind.signature,
    ...(bind.continuity === undefined ? {} : { q: bind.continuity }),
  }
  return shape.encode(map, BIND_MAX_BYTES)
}

/** Reads a binding and the bytes that were signed; the signatures are not checked here. */
export function decodeBind(bytes: Uint8Array): { bind: SignedBind; body: Uint8Array } {
  const map = shape.object(bytes, {
    type: 'bind',
    required: ['c', 'u', 'k', 's', 'z'],
    optional: ['m', 'n', 'o', 'p', 'q'],
    maxBytes: BIND_MAX_BYTES,
  })
  const bind: SignedBind = {
    chainId: BigInt(shape.integer(map.c, 'its chain')),
    accountEpoch: shape.integer(map.u, 'its account epoch', 0xffffffff),
    kemPublicKey: shape.bytes(map.k, 'its encryption key', KEM_PUBLIC_KEY_BYTES),
    signPublicKey: shape.bytes(map.s, 'its signing key', 32),
    owner: decodeOwner(map),
    signature: shape.bytes(map.z, 'its signature', 64),
    ...(map.p === undefined ? {} : { previous: shape.bytes(map.p, 'its predecessor', 32) }),
    ...(map.q === undefined ? {} : { continuity: shape.bytes(map.q, 'its continuity', 64) }),
  }
  shape.check((map.q === undefined) === (map.p === undefined), 'it names a binding that it does not continue')
  const { z: _signature, q: _continuity, ...body } = map
  return { bind, body: shape.encode(body) }
}

function bindMap(bind: Bind): CborMap {
  const { owner } = bind
  const who =
    owner.kind === 'name'
      ? { m: owner.registry, n: new TextEncoder().encode(owner.name) }
      : { o: owner.subject }
  return {
    t: 'bind',
    v: 1,
    c: Number(bind.chainId),
    u: bind.accountEpoch,
    k: bind.kemPublicKey,
    s: bind.signPublicKey,
    ...who,
    ...(bind.previous === undefined ? {} : { p: bind.previous }),
  }
}

function decodeOwner(map: CborMap): BindOwner {
  if (map.o !== undefined) {
    shape.check(map.m === undefined && map.n === undefined, 'it has two owners')
    const subject = shape.bytes(map.o, 'its subject', SUBJECT_BYTES)
    shape.check(isWalletSubject(subject), 'its subject is no wallet')
    return { kind: 'subject', subject }
  }
  const registry = shape.bytes(map.m, 'its registry of names', 20)
  const name = new TextDecoder('latin1').decode(shape.bytes(map.n, 'its name'))
  shape.check(isName(name), 'its name cannot be registered')
  return { kind: 'name', registry, name }
}
