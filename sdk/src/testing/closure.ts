import { createDecipheriv, createHash } from 'node:crypto'
import { decode } from '@ipld/dag-cbor'
import { decodeEntry } from '../codec/entry.ts'
import { decodePass } from '../codec/pass.ts'
import { decodeRecord } from '../codec/record.ts'
import { sizeClasses } from '../codec/size-class.ts'
import { openBackLink } from '../crypto/back-link.ts'
import { type BlockType, blockType } from '../crypto/block-type.ts'
import { deriveBlockKeys, deriveKey } from '../crypto/derive.ts'
import { deriveEpochKeys, matchesCommitment } from '../crypto/epoch-keys.ts'
import { openPass } from '../crypto/pass.ts'
import { sealBlock } from '../crypto/seal-block.ts'

/** Everything that an attacker holds. */
export type Knowledge = {
  scope: Uint8Array
  /** Every block and head that storage ever had. */
  blocks: Iterable<Uint8Array>
  /** X-Wing private keys: each is tried on every pass, for whichever subject it is meant. */
  kemSeeds: readonly Uint8Array[]
  /** Any other secrets of 32 bytes. */
  secrets: readonly Uint8Array[]
  /** Payloads that the attacker guesses, to find out whether they are stored. */
  guesses?: readonly { type: BlockType; payload: Uint8Array }[]
}

/** What follows from it. */
export type Closure = {
  /** Payloads of the sealed blocks that open, by digest in hex. */
  opened: Map<string, { type: number; payload: Uint8Array }>
  /** Epoch secrets that fit a record. */
  epochSecrets: Map<number, Uint8Array>
  /** Digests of the sealed blocks whose content a guess confirmed. */
  confirmed: Set<string>
}

/**
 * Computes to a fixed point what follows from what an attacker holds. It does not follow the formats politely: each
 * 32 bytes inside anything that opened are tried as the key of each block, the secret of each epoch and the key of
 * each link back. The commitment in a block's header shows whether a key is its own.
 *
 * @example
 * ```ts
 * import { computeClosure } from '@space/sdk/testing'
 *
 * const scope = new Uint8Array(32)
 * const { opened } = await computeClosure({ scope, blocks: [], kemSeeds: [], secrets: [] })
 * console.log(opened.size) // 0
 * ```
 */
export async function computeClosure(knowledge: Knowledge): Promise<Closure> {
  const { scope } = knowledge
  const clear = readClearObjects(knowledge.blocks)
  const sealed = indexByCommitment(knowledge.blocks)
  const epochs = [...new Set(clear.records.map(({ epoch }) => epoch))]
  const closure: Closure = { opened: new Map(), epochSecrets: new Map(), confirmed: new Set() }
  const known = new Set<string>()
  const queue: { key: Uint8Array; given: boolean }[] = []

  const learn = (key: Uint8Array, given = false) => {
    const text = toText(key)
    if (known.has(text)) return
    known.add(text)
    queue.push({ key, given })
  }

  const tryOnBlocks = (secret: Uint8Array) => {
    for (const block of findBlocks(secret, sealed)) {
      const plaintext = decryptBlock(secret, block)
      const digest = createHash('sha256').update(block).digest('hex')
      const payload = plaintext.subarray(5, 5 + plaintext.readUInt32BE(1))
      const type = plaintext[0] as number
      closure.opened.set(digest, { type, payload })
      for (const key of keysIn(type, payload)) learn(key)
    }
  }

  const tryAsEpochSecret = async (secret: Uint8Array) => {
    for (const record of clear.records) {
      if (matchesCommitment(record.commitment, scope, record.epoch, secret)) {
        closure.epochSecrets.set(record.epoch, secret)
      }
      for (const { epoch, sealed } of record.backLinks) {
        const from = { epoch: record.epoch, secret }
        await openBackLink(scope, from, epoch, sealed).then((opened) => learn(opened, true), ignore)
      }
    }
    for (const epoch of epochs) {
      const { convergence, log } = deriveEpochKeys(scope, epoch, secret)
      for (const sid of clear.sids) tryOnBlocks(deriveKey(log, 'sid-key', sid))
      for (const guess of knowledge.guesses ?? []) {
        const { digest } = await sealBlock(guess.type, guess.payload, {
          kind: 'convergent',
          key: convergence,
        })
        if (sealed.digests.has(toText(digest))) closure.confirmed.add(toText(digest))
      }
    }
  }

  for (const secret of knowledge.secrets) learn(secret, true)
  for (const bytes of clear.passes) {
    const { pass } = decodePass(bytes)
    for (const kemSeed of knowledge.kemSeeds) {
      await openPass(bytes, { ...pass, kemSeed }).then(
        ({ secrets }) => secrets.forEach(({ secret }) => void learn(secret, true)),
        ignore,
      )
    }
  }
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { key, given } = next
    tryOnBlocks(key)
    const fits = clear.records.some(({ commitment, epoch }) =>
      matchesCommitment(commitment, scope, epoch, key),
    )
    if (given || fits) await tryAsEpochSecret(key)
  }
  return closure
}

/**
 * Digests of the sealed blocks among all blocks, in hex.
 *
 * @example
 * ```ts
 * import { makeSeededBlock, sealedDigests } from '@space/sdk/testing'
 *
 * console.log(sealedDigests([await makeSeededBlock(1, 100)]).size) // 1
 * ```
 */
export function sealedDigests(blocks: Iterable<{ cid: { code: number }; bytes: Uint8Array }>): Set<string> {
  const raw = [...blocks].filter(({ cid }) => cid.code === 0x55)
  return new Set(raw.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')))
}

type Sealed = { byCommitment: Map<string, Uint8Array[]>; digests: Set<string> }

function indexByCommitment(blocks: Iterable<Uint8Array>): Sealed {
  const byCommitment = new Map<string, Uint8Array[]>()
  const digests = new Set<string>()
  for (const block of blocks) {
    const commitment = toText(block.subarray(4, 36))
    byCommitment.set(commitment, [...(byCommitment.get(commitment) ?? []), block])
    digests.add(createHash('sha256').update(block).digest('hex'))
  }
  return { byCommitment, digests }
}

function findBlocks(secret: Uint8Array, { byCommitment }: Sealed): Uint8Array[] {
  return sizeClasses.flatMap((sizeClass) => {
    const { commitment } = deriveBlockKeys(secret, Uint8Array.of(1, 1, sizeClass, 0))
    return byCommitment.get(toText(commitment)) ?? []
  })
}

function decryptBlock(secret: Uint8Array, block: Uint8Array): Buffer {
  const { key } = deriveBlockKeys(secret, block.subarray(0, 4))
  const cipher = createDecipheriv('aes-256-gcm', key, new Uint8Array(12))
  cipher.setAAD(block.subarray(0, 36)).setAuthTag(block.subarray(-16))
  return Buffer.concat([cipher.update(block.subarray(36, -16)), cipher.final()])
}

/** Everything of 32 bytes in a payload that may be a key; what users wrote is no place for keys. */
function keysIn(type: number, payload: Uint8Array): Uint8Array[] {
  if (type === blockType.chunk || type === blockType.bundle) return []
  if (type === blockType.fileIndex) return cutIntoKeys(payload)
  return byteStringsIn(decode(payload)).flatMap(cutIntoKeys)
}

function byteStringsIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(byteStringsIn)
}

function cutIntoKeys(bytes: Uint8Array): Uint8Array[] {
  const keys: Uint8Array[] = []
  for (let start = 0; start + 32 <= bytes.length; start += 32) keys.push(bytes.subarray(start, start + 32))
  return keys
}

type ClearObjects = {
  records: ReturnType<typeof decodeRecord>[]
  passes: Uint8Array[]
  sids: Uint8Array[]
}

/** Reads what lies in clear; whatever is none of the known objects is sealed, or of no use here. */
function readClearObjects(blocks: Iterable<Uint8Array>): ClearObjects {
  const found: ClearObjects = { records: [], passes: [], sids: [] }
  for (const block of blocks) {
    const type = readType(block)
    if (type === 'pass') found.passes.push(block)
    if (type === 'entry') found.sids.push(decodeEntry(block).entry.ops.sid)
    if (type !== 'epoch') continue
    const record = decodeRecord(block)
    found.records.push(record)
    if (record.frontier !== undefined) found.sids.push(record.frontier.sid)
  }
  return found
}

function readType(block: Uint8Array): unknown {
  try {
    return decode<{ t?: unknown }>(block)?.t
  } catch {
    return undefined
  }
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function ignore(): void {}
