import type { Author } from '../../codec/author-list.ts'
import { decodeEntry } from '../../codec/entry.ts'
import { encodeFrontier, type LogPosition } from '../../codec/log-positions.ts'
import { decodeOps, encodeOps, type Operation, type Ops } from '../../codec/ops.ts'
import { deriveAuthorKey } from '../author-key.ts'
import { makeClaim, verifyClaim } from '../claim.ts'
import {
  checkEntryFollows,
  checkFrontier,
  makeEntry,
  type VerifiedEntry,
  verifyEntry,
  writersOf,
} from '../entry.ts'
import { openFrontier, openOps, sealFrontier, sealOps } from '../log-block.ts'
import { storedObject } from '../object.ts'
import { contentOf, sealed, sizedPointer } from './block-operations.ts'
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

/** What the vectors of changes, frontiers and entries do. */
export const logOperations = {
  'author-key': (inputs: Inputs) => {
    const { seed, author } = deriveAuthorKey(bytesOf(inputs.deviceSecret), bytesOf(inputs.scope))
    return { seed: hex(seed), author: hex(author) }
  },

  claim: (inputs: Inputs) => ({
    signature: hex(
      makeClaim({
        scope: bytesOf(inputs.scope),
        author: bytesOf(inputs.author),
        subject: bytesOf(inputs.subject),
        bind: bytesOf(inputs.bind),
        signSeed: bytesOf(inputs.signSeed),
      }).signature,
    ),
  }),

  'verify-claim': (inputs: Inputs) => {
    const claim = claimOf(inputs)
    const bind = { digest: bytesOf(inputs.bindDigest), signPublicKey: bytesOf(inputs.signPublicKey) }
    verifyClaim(claim, { scope: bytesOf(inputs.scope), author: bytesOf(inputs.author), bind })
    return { ok: true }
  },

  'encode-ops': (inputs: Inputs) => ({ payload: hex(encodeOps(opsOf(inputs))) }),

  'decode-ops': (inputs: Inputs) => ({
    payload: hex(encodeOps(decodeOps(bytesOf(inputs.payload), integerOf(inputs.sequence)))),
  }),

  'seal-ops': async (inputs: Inputs) => {
    const sequence = integerOf(inputs.sequence)
    const ops = decodeOps(bytesOf(inputs.payload), sequence)
    const block = await sealOps(ops, bytesOf(inputs.logKey), { author: bytesOf(inputs.author), sequence })
    return { sid: hex(block.sid), ...sealed(block) }
  },

  'open-ops': async (inputs: Inputs) => {
    const reference = { digest: bytesOf(inputs.digest), sid: bytesOf(inputs.sid) }
    const place = { author: bytesOf(inputs.author), sequence: integerOf(inputs.sequence) }
    const ops = await openOps(reference, bytesOf(inputs.block), bytesOf(inputs.logKey), place)
    return { payload: hex(encodeOps(ops)) }
  },

  'seal-frontier': async (inputs: Inputs) => {
    const positions = listOf(inputs.positions, positionOf)
    const block = await sealFrontier(positions, bytesOf(inputs.logKey), integerOf(inputs.epoch))
    return { payload: hex(encodeFrontier(positions)), sid: hex(block.sid), ...sealed(block) }
  },

  'open-frontier': async (inputs: Inputs) => {
    const reference = { digest: bytesOf(inputs.digest), sid: bytesOf(inputs.sid) }
    const place = [bytesOf(inputs.logKey), integerOf(inputs.epoch)] as const
    return { payload: hex(encodeFrontier(await openFrontier(reference, bytesOf(inputs.block), ...place))) }
  },

  'make-entry': (inputs: Inputs) => {
    const fields = {
      scope: bytesOf(inputs.scope),
      epoch: integerOf(inputs.epoch),
      record: bytesOf(inputs.record),
      sequence: integerOf(inputs.sequence),
      previous: optionalBytes(inputs.previous),
      ops: { digest: bytesOf(inputs.opsDigest), sid: bytesOf(inputs.opsSid) },
      forest: bytesOf(inputs.forest),
      admits: inputs.admits === undefined ? undefined : listOf(inputs.admits, authorOf),
    }
    const { bytes, digest } = makeEntry(fields, bytesOf(inputs.authorSeed))
    return { bytes: hex(bytes), digest: hex(digest) }
  },

  'verify-entry': (inputs: Inputs) => {
    const entry = verifyEntry(bytesOf(inputs.bytes), {
      scope: bytesOf(inputs.scope),
      epoch: integerOf(inputs.epoch),
      record: bytesOf(inputs.record),
      writers: writersOf(listOf(inputs.writers, authorOf)),
    })
    return { digest: hex(entry.digest) }
  },

  'entry-follows': (inputs: Inputs) => {
    checkEntryFollows(entryOf(inputs.bytes), positionOf(inputs.before as Json))
    return { ok: true }
  },

  'entry-and-frontier': (inputs: Inputs) => {
    const frontier = listOf(inputs.frontier, positionOf)
    checkFrontier(entryOf(inputs.bytes), frontier, integerOf(inputs.frontierEpoch))
    return { ok: true }
  },
}

/** An author and its flags, as a pair. */
export function authorOf(value: Json): Author {
  const [author, flags] = value as readonly Json[]
  return { author: bytesOf(author), flags: integerOf(flags) }
}

function positionOf(value: Json): LogPosition {
  const [author, sequence, entry] = value as readonly Json[]
  return { author: bytesOf(author), sequence: integerOf(sequence), entry: bytesOf(entry) }
}

function entryOf(value: Json | undefined): VerifiedEntry {
  const bytes = bytesOf(value)
  return { ...decodeEntry(bytes).entry, digest: storedObject(bytes).digest }
}

function claimOf(inputs: Inputs): { subject: Uint8Array; bind: Uint8Array; signature: Uint8Array } {
  return {
    subject: bytesOf(inputs.subject),
    bind: bytesOf(inputs.bind),
    signature: bytesOf(inputs.signature),
  }
}

function opsOf(inputs: Inputs): Ops {
  return {
    lamport: integerOf(inputs.lamport),
    heads: listOf(inputs.heads, positionOf),
    operations: listOf(inputs.operations, operationOf),
    root: sizedPointer(inputs.root),
    ...(inputs.claim === undefined ? {} : { claim: claimOf(objectOf(inputs.claim)) }),
  }
}

function operationOf(value: Json): Operation {
  const op = objectOf(value)
  const id = bytesOf(op.id)
  const name = op.name as string
  switch (op.kind) {
    case 'create':
      return { kind: 'create', id, parent: bytesOf(op.parent), name, what: op.what as 'directory' | 'file' }
    case 'move':
      return { kind: 'move', id, parent: bytesOf(op.parent), name }
    case 'content':
      return { kind: 'content', id, content: contentOf(op.content) }
    case 'meta':
      return { kind: 'meta', id, modifiedMs: integerOf(op.modifiedMs) }
    default:
      return { kind: 'trash', id }
  }
}
