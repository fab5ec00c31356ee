import type { CborMap } from './cbor.ts'
import { Shape } from './shape.ts'
import { isKeySubject, SUBJECT_BYTES } from './subject.ts'

/** Longest pass. */
const PASS_MAX_BYTES = 4096

/** Length of an X-Wing encapsulation. */
const ENCAPSULATION_BYTES = 1120

/** What a pass says in clear. */
export type PassHeader = {
  scope: Uint8Array
  epoch: number
  subject: Uint8Array
  /** Digest of the binding to whose key it is sealed. */
  bind: Uint8Array
  /** Digest of the record, if the pass was made outside of an advance. */
  record?: Uint8Array | undefined
}

/** The secret of an epoch, sealed to one subject. */
export type Pass = PassHeader & { encapsulated: Uint8Array; ciphertext: Uint8Array }

/** The secret of an epoch. */
export type EpochSecret = { epoch: number; secret: Uint8Array }

const shape: Shape = new Shape('PASS_INVALID')

/** The bytes that the AEAD of a pass authenticates: the pass without encapsulation and ciphertext. */
export function encodePassHeader(pass: PassHeader): Uint8Array {
  return shape.encode(passMap(pass))
}

/** The bytes of a pass (docs/spec/pass.md). */
export function encodePass(pass: Pass): Uint8Array {
  return shape.encode({ ...passMap(pass), n: pass.encapsulated, c: pass.ciphertext }, PASS_MAX_BYTES)
}

/** Reads a pass and the bytes that its AEAD authenticates; it is not opened here. */
export function decodePass(bytes: Uint8Array): { pass: Pass; header: Uint8Array } {
  const map = shape.object(bytes, {
    type: 'pass',
    required: ['f', 'e', 'o', 'b', 'n', 'c'],
    optional: ['r'],
    maxBytes: PASS_MAX_BYTES,
  })
  const pass: Pass = {
    scope: shape.bytes(map.f, 'its scope', 32),
    epoch: shape.integer(map.e, 'its epoch', 0xffffffff),
    subject: shape.bytes(map.o, 'its subject', SUBJECT_BYTES),
    bind: shape.bytes(map.b, 'its binding', 32),
    encapsulated: shape.bytes(map.n, 'its encapsulation', ENCAPSULATION_BYTES),
    ciphertext: shape.bytes(map.c, 'its ciphertext'),
    ...(map.r === undefined ? {} : { record: shape.bytes(map.r, 'its record', 32) }),
  }
  checkSubject(pass)
  const { n: _encapsulated, c: _ciphertext, ...header } = map
  return { pass, header: shape.encode(header) }
}

/** The plaintext of a pass: secrets by descending epoch, the pass's own first. */
export function encodePassSecrets(epoch: number, secrets: readonly EpochSecret[]): Uint8Array {
  checkSecrets(epoch, secrets)
  return shape.encode({ s: secrets.map((item) => [item.epoch, item.secret]) })
}

/** Reads the plaintext of a pass. */
export function decodePassSecrets(epoch: number, plaintext: Uint8Array): readonly EpochSecret[] {
  const map = shape.object(plaintext, { required: ['s'] })
  const secrets = shape.list(map.s, 'its list of secrets').map((item) => {
    const [at, secret] = shape.list(item, 'a secret', 2)
    return { epoch: shape.integer(at, 'the epoch of a secret'), secret: shape.bytes(secret, 'a secret', 32) }
  })
  checkSecrets(epoch, secrets)
  return secrets
}

function checkSubject({ subject }: PassHeader): void {
  shape.check(isKeySubject(subject), 'its subject cannot receive keys')
}

function checkSecrets(epoch: number, secrets: readonly EpochSecret[]): void {
  shape.check(secrets[0]?.epoch === epoch, 'its first secret is not of its epoch')
  shape.ascending(secrets, (a, b) => b.epoch - a.epoch, 'its secrets')
}

function passMap(pass: PassHeader): CborMap {
  checkSubject(pass)
  return {
    t: 'pass',
    v: 1,
    f: pass.scope,
    e: pass.epoch,
    o: pass.subject,
    b: pass.bind,
    ...(pass.record === undefined ? {} : { r: pass.record }),
  }
}
