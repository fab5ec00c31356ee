import { sha256 } from '@noble/hashes/sha2.js'
import type { BindOwner } from '../../codec/bind.ts'
import { decodeForestNode, decodeForestRoot, encodeForestRoot } from '../../codec/forest.ts'
import { u32 } from '../../codec/integers.ts'
import { decodeLink, encodeLinkFragment } from '../../codec/link.ts'
import type { EpochSecret } from '../../codec/pass.ts'
import { decodeRecord } from '../../codec/record.ts'
import { nameSubject, walletSubject } from '../../codec/subject.ts'
import { deriveAccountKeys } from '../account-keys.ts'
import { backLinkTargets, openBackLink, sealBackLink } from '../back-link.ts'
import { continuesBind, makeBind, verifyBind } from '../bind.ts'
import { buildForest } from '../build-forest.ts'
import { commitEpochSecret, deriveEpochKeys, deriveHeadLabel } from '../epoch-keys.ts'
import { deriveLinkKeys } from '../link-keys.ts'
import { type StoredObject, storedObject } from '../object.ts'
import { openPass, sealPass } from '../pass.ts'
import { checkEpochSecret, makeRecord, openRecord } from '../record.ts'
import { deriveScope } from '../scope.ts'
import { sign, signPublicKeyOf, verifySignature } from '../signature.ts'
import { authorOf } from './log-operations.ts'
import {
  bytesOf,
  hex,
  type Inputs,
  integerOf,
  type Json,
  listOf,
  objectOf,
  optionalBytes,
} from './vector-inputs.ts'

/** What the vectors of epochs, records, bindings, passes, forests and links do. */
export const accessOperations = {
  scope: (inputs: Inputs) => ({ scope: hex(deriveScope(locationOf(inputs))) }),

  'epoch-keys': (inputs: Inputs) => {
    const [scope, epoch, secret] = [
      bytesOf(inputs.scope),
      integerOf(inputs.epoch),
      bytesOf(inputs.epochSecret),
    ] as const
    const { convergence, log, tag } = deriveEpochKeys(scope, epoch, secret)
    const commitment = hex(commitEpochSecret(scope, epoch, secret))
    return { commitment, convergence: hex(convergence), log: hex(log), tag: hex(tag) }
  },

  'head-label': (inputs: Inputs) => ({
    label: hex(
      deriveHeadLabel(
        bytesOf(inputs.tagKey),
        bytesOf(inputs.scope),
        integerOf(inputs.epoch),
        bytesOf(inputs.author),
      ),
    ),
  }),

  'seal-back-link': async (inputs: Inputs) => ({
    sealed: hex(await sealBackLink(bytesOf(inputs.scope), secretOf(inputs.from), secretOf(inputs.to))),
  }),

  'open-back-link': async (inputs: Inputs) => {
    const place = [secretOf(inputs.from), integerOf(inputs.toEpoch), bytesOf(inputs.sealed)] as const
    return { secret: hex(await openBackLink(bytesOf(inputs.scope), ...place)) }
  },

  'back-link-targets': (inputs: Inputs) => ({
    targets: backLinkTargets(integerOf(inputs.epoch), integerOf(inputs.barrier)),
  }),

  'make-record': async (inputs: Inputs) => {
    const frontier = inputs.frontier as readonly Json[] | undefined
    return stored(
      await makeRecord({
        scope: bytesOf(inputs.scope),
        epoch: integerOf(inputs.epoch),
        secret: bytesOf(inputs.epochSecret),
        earlier: listOf(inputs.earlier, secretOf),
        previous: optionalBytes(inputs.previous),
        passes: listOf(inputs.passes, bytesOf),
        writers: listOf(inputs.writers, authorOf),
        barrier: integerOf(inputs.barrier),
        frontier: frontier && { digest: bytesOf(frontier[0]), sid: bytesOf(frontier[1]) },
        asOf: { block: integerOf(inputs.asOfBlock), hash: bytesOf(inputs.asOfHash) },
        narrowed: integerOf(inputs.narrowed),
        dueAtSeconds: integerOf(inputs.dueAtSeconds),
      }),
    )
  },

  'open-record': (inputs: Inputs) => {
    const expected = {
      digest: bytesOf(inputs.digest),
      scope: bytesOf(inputs.scope),
      epoch: integerOf(inputs.epoch),
    }
    return { beyondV1: openRecord(bytesOf(inputs.bytes), expected).beyondV1 }
  },

  'check-epoch-secret': (inputs: Inputs) => {
    checkEpochSecret(decodeRecord(bytesOf(inputs.record)), bytesOf(inputs.epochSecret))
    return { ok: true }
  },

  subject: (inputs: Inputs) => ({
    subject: hex(
      inputs.name === undefined
        ? walletSubject(bytesOf(inputs.address))
        : nameSubject(inputs.name as string, integerOf(inputs.generation)),
    ),
  }),

  'account-keys': (inputs: Inputs) =>
    hexAll(deriveAccountKeys(bytesOf(inputs.accountRoot), integerOf(inputs.accountEpoch))),

  'make-bind': (inputs: Inputs) => {
    const previous = inputs.previous === undefined ? undefined : objectOf(inputs.previous)
    return stored(
      makeBind({
        chainId: BigInt(integerOf(inputs.chainId)),
        accountEpoch: integerOf(inputs.accountEpoch),
        owner: ownerOf(inputs.owner),
        keys: deriveAccountKeys(bytesOf(inputs.accountRoot), integerOf(inputs.accountEpoch)),
        previous: previous && {
          digest: bytesOf(previous.digest),
          signSeed: bytesOf(previous.signSeed),
        },
      }),
    )
  },

  'verify-bind': (inputs: Inputs) => {
    const expected = { chainId: BigInt(integerOf(inputs.chainId)), owner: ownerOf(inputs.owner) }
    const bind = verifyBind(bytesOf(inputs.bytes), expected)
    if (inputs.previous === undefined) return { digest: hex(bind.digest) }
    return { continuous: continuesBind(bind, verifyBind(bytesOf(inputs.previous), expected)) }
  },

  'seal-pass': async (inputs: Inputs) =>
    stored(
      await sealPass({
        scope: bytesOf(inputs.scope),
        epoch: integerOf(inputs.epoch),
        subject: bytesOf(inputs.subject),
        bind: bytesOf(inputs.bind),
        record: optionalBytes(inputs.record),
        kemPublicKey: bytesOf(inputs.kemPublicKey),
        secrets: listOf(inputs.secrets, secretOf),
        randomness: bytesOf(inputs.randomness),
      }),
    ),

  'open-pass': async (inputs: Inputs) => {
    const { secrets } = await openPass(bytesOf(inputs.bytes), {
      scope: bytesOf(inputs.scope),
      epoch: integerOf(inputs.epoch),
      subject: bytesOf(inputs.subject),
      bind: bytesOf(inputs.bind),
      kemSeed: bytesOf(inputs.kemSeed),
    })
    return { secrets: secrets.map(({ epoch, secret }) => [epoch, hex(secret)]) }
  },

  'verify-signature': (inputs: Inputs) => ({
    valid: verifySignature(bytesOf(inputs.publicKey), bytesOf(inputs.message), bytesOf(inputs.signature)),
  }),

  sign: (inputs: Inputs) => ({
    publicKey: hex(signPublicKeyOf(bytesOf(inputs.seed))),
    signature: hex(sign(bytesOf(inputs.seed), bytesOf(inputs.message))),
  }),

  'build-forest': async (inputs: Inputs) => {
    const digests =
      inputs.count === undefined
        ? listOf(inputs.digests, bytesOf)
        : Array.from({ length: integerOf(inputs.count) }, (_, i) => sha256(u32(i)))
    if (inputs.reversed === true) digests.reverse()
    const bytes: string[] = []
    const write = (node: { bytes: Uint8Array }) => void bytes.push(hex(node.bytes))
    const root = { root: hex(await buildForest(digests, { write })), nodeCount: bytes.length }
    return inputs.count === undefined ? { ...root, nodes: bytes } : root
  },

  'decode-forest-node': (inputs: Inputs) => {
    const node = decodeForestNode(bytesOf(inputs.bytes), inputs.prefix as readonly number[])
    return { nibbles: [...node.keys()] }
  },

  'forest-root': (inputs: Inputs) =>
    stored(
      storedObject(
        encodeForestRoot({
          generation: integerOf(inputs.generation),
          blocks: bytesOf(inputs.blocks),
          objects: listOf(inputs.objects, bytesOf),
        }),
      ),
    ),

  'decode-forest-root': (inputs: Inputs) => ({
    blocks: hex(decodeForestRoot(bytesOf(inputs.bytes)).blocks),
  }),

  'link-fragment': (inputs: Inputs) => ({
    fragment: encodeLinkFragment({
      ...locationOf(inputs),
      secret: bytesOf(inputs.secret),
      hasPassword: inputs.hasPassword as boolean,
    }),
  }),

  'decode-link': (inputs: Inputs) => {
    const { chainId, hasPassword, ...rest } = decodeLink(inputs.url as string)
    return { chainId: Number(chainId), hasPassword, ...hexAll(rest) }
  },

  'link-keys': async (inputs: Inputs) => {
    const link = { secret: bytesOf(inputs.secret), hasPassword: inputs.password !== undefined }
    return hexAll(await deriveLinkKeys(link, inputs.password as string | undefined))
  },
}

function stored({ bytes, digest }: StoredObject): Inputs {
  return { bytes: hex(bytes), digest: hex(digest), lengthBytes: bytes.length }
}

function hexAll(values: { readonly [key: string]: Uint8Array }): Inputs {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, hex(value)]))
}

function locationOf(inputs: Inputs): { chainId: bigint; grants: Uint8Array; folder: Uint8Array } {
  return {
    chainId: BigInt(integerOf(inputs.chainId)),
    grants: bytesOf(inputs.grants),
    folder: bytesOf(inputs.folder),
  }
}

function secretOf(value: Json | undefined): EpochSecret {
  const [epoch, secret] = value as readonly Json[]
  return { epoch: integerOf(epoch), secret: bytesOf(secret) }
}

function ownerOf(value: Json | undefined): BindOwner {
  const owner = objectOf(value)
  if (owner.subject !== undefined) return { kind: 'subject', subject: bytesOf(owner.subject) }
  return { kind: 'name', registry: bytesOf(owner.registry), name: owner.name as string }
}
