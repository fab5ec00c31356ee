import type { EventLog } from 'ethers'
import { AbiCoder, dataSlice, getAddress, keccak256, zeroPadValue } from 'ethers'

const STALE = 2n << 120n
const MOVED = 1n << 120n
const SCHEDULED = 4n << 120n
const EPOCH_MASK = 2n ** 32n - 1n
const NARROWED_MASK = EPOCH_MASK << 32n
const DUE_MASK = (2n ** 40n - 1n) << 80n
const NEXT_DUE_MASK = (2n ** 40n - 1n) << 128n
const ADDRESS_MASK = 2n ** 160n - 1n
const SUBJECT_BYTES = 32
const WALLET_BYTES = 20
const INDEX_BYTES = 4

/** What an indexer knows of Grants: words by the keys under which the contract keeps them. */
export type GrantsReplay = {
  readonly states: Map<string, bigint>
  readonly owners: Map<string, string>
  readonly records: Map<string, string>
  readonly words: Map<string, bigint>
  readonly schedules: Map<string, bigint>
  readonly nextRecords: Map<string, string>
  readonly offers: Map<string, bigint>
  /** By audience key. */
  readonly roots: Map<string, string>
  /** Issue of the setter's grant at the latest setting, by folder and audience. */
  readonly issues: Map<string, bigint>
  /** By struck key and index of the word. */
  readonly struck: Map<string, bigint>
}

export const wordKey = (folder: string, subject: string): string => `${folder} ${subject}`

/** Rebuilds the storage of Grants but for its nonces from its events alone, as the interface describes them. */
export async function replayGrants(logs: readonly EventLog[]): Promise<GrantsReplay> {
  const replay: GrantsReplay = {
    states: new Map(),
    owners: new Map(),
    records: new Map(),
    words: new Map(),
    schedules: new Map(),
    nextRecords: new Map(),
    offers: new Map(),
    roots: new Map(),
    issues: new Map(),
    struck: new Map(),
  }
  for (const log of logs) await applyEvent(replay, log)
  return replay
}

async function applyEvent(replay: GrantsReplay, log: EventLog): Promise<void> {
  const { states, owners, records, words, schedules, nextRecords, offers, roots } = replay
  const { folder, ...event } = log.args.toObject()
  const before = states.get(folder) ?? 0n
  if ('state' in event) states.set(folder, event.state)
  const state = states.get(folder) ?? 0n

  switch (log.eventName) {
    case 'Granted':
      words.set(wordKey(folder, event.subject), event.word)
      break
    case 'GrantedBatch': {
      const { timestamp } = await log.getBlock()
      const word =
        BigInt(event.granter) |
        ((event.terms & (2n ** 36n - 1n)) << 160n) |
        (BigInt(timestamp) << 196n) |
        (generationOf(state) << 232n) |
        ((event.terms >> 40n) << 248n)
      for (const subject of split(event.subjects, SUBJECT_BYTES)) words.set(wordKey(folder, subject), word)
      break
    }
    case 'Revoked':
      states.set(
        folder,
        (before & ~(NARROWED_MASK | STALE)) | (event.narrowed << 32n) | (event.stale ? STALE : 0n),
      )
      for (const subject of split(event.subjects, SUBJECT_BYTES)) {
        const key = wordKey(folder, subject)
        if (!isBlock(words.get(key))) words.delete(key)
      }
      break
    case 'Advanced': {
      const cleared = EPOCH_MASK | NARROWED_MASK | DUE_MASK | STALE | SCHEDULED | NEXT_DUE_MASK
      states.set(folder, (before & ~cleared) | event.epoch | (event.narrowed << 32n) | (event.dueAt << 80n))
      records.set(folder, event.record)
      break
    }
    case 'Scheduled':
      if (event.activateAt === 0n) break
      schedules.set(folder, BigInt(event.by) | (event.activateAt << 160n) | (event.nextFor << 200n))
      nextRecords.set(folder, event.record)
      break
    case 'BlockedSet': {
      const isByOwner = event.by === ownerIn(replay, folder)
      for (const wallet of split(event.wallets, WALLET_BYTES)) {
        const key = wordKey(folder, zeroPadValue(wallet, SUBJECT_BYTES))
        const wasBlocked = isBlock(words.get(key))
        if (!event.blocked && wasBlocked) words.delete(key)
        if (event.blocked && (isByOwner || !wasBlocked)) words.set(key, BigInt(event.by))
      }
      break
    }
    case 'AudienceSet':
      roots.set(audienceKey(folder, state, event.issuedAt, event.id), event.root)
      replay.issues.set(wordKey(folder, event.id), event.issuedAt)
      break
    case 'LeavesRevoked': {
      const issuedAt = replay.issues.get(wordKey(folder, event.id)) ?? 0n
      const key = struckKey(audienceKey(folder, state, issuedAt, event.id), event.root)
      for (const leaf of split(event.indexes, INDEX_BYTES)) {
        const index = BigInt(leaf)
        const word = struckWordKey(key, index >> 8n)
        replay.struck.set(word, (replay.struck.get(word) ?? 0n) | (1n << (index & 0xffn)))
      }
      break
    }
    case 'FolderOffered': {
      const word = BigInt(event.to) | (generationOf(state) << 160n) | (event.expiresAt << 176n)
      offers.set(folder, BigInt(event.to) === 0n ? 0n : word)
      break
    }
    case 'FolderMoved':
      owners.set(folder, event.to)
      records.set(folder, event.record)
      break
    case 'AllRevoked':
    case 'Delivered':
    case 'NoncesVoided':
      break
    default:
      throw new Error(`Unexpected event ${log.eventName}`)
  }
}

/** The owner as an indexer knows it. */
export function ownerIn({ states, owners }: GrantsReplay, folder: string): string {
  const isMoved = ((states.get(folder) ?? 0n) & MOVED) !== 0n
  const moved = owners.get(folder)
  return isMoved && moved !== undefined ? moved : getAddress(dataSlice(folder, 0, 20))
}

/** Under which an audience's root is kept. */
export function audienceKey(folder: string, state: bigint, issuedAt: bigint, id: string): string {
  const types = ['bytes32', 'uint16', 'uint40', 'bytes32']
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [folder, generationOf(state), issuedAt, id]))
}

/** Under which the struck leaves of an audience's root are kept, 256 to a word. */
export function struckKey(audience: string, root: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(['bytes32', 'bytes32'], [audience, root]))
}

export const struckWordKey = (key: string, index: bigint): string => `${key} ${index}`

export const generationOf = (state: bigint): bigint => (state >> 64n) & 0xffffn

function isBlock(word = 0n): boolean {
  return word > 0n && word <= ADDRESS_MASK
}

function split(packed: string, stride: number): string[] {
  const count = (packed.length - 2) / 2 / stride
  return Array.from({ length: count }, (_, i) => dataSlice(packed, i * stride, (i + 1) * stride))
}
