import type { LogDescription } from 'ethers'
import { AbiCoder, keccak256, toBeHex } from 'ethers'

/** Where the storage of Names stands: its mappings, and two words each for the policy and the owner. */
const slots = { names: 2n, primary: 3n, anchors: 4n, policy: 6n, announced: 7n, owner: 8n, pendingOwner: 9n }

/** The words of a name, from the slot of its mapping on. */
const word = { record: 0n, keyDigest: 1n, offer: 2n, recovery: 3n, target: 4n } as const

const RELEASED = 1n << 248n
const HAS_AGENT = 2n << 248n
const RECOVERING = 4n << 248n
const OWNER_EPOCH_GENERATION = (1n << 208n) - 1n

/** What an indexer knows of Names: storage words by slot, made from events and block times alone. */
export class NamesReplay {
  readonly words = new Map<string, bigint>()

  /** Takes in one event of a block with this time, in unix seconds. */
  apply(event: LogDescription, blockTime: bigint): void {
    const { name, ...args } = event.args.toObject()
    const record = name === undefined ? 0n : this.get(nameSlot(name, 'record'))
    const set = (which: keyof typeof word, value: bigint) => this.words.set(nameSlot(name, which), value)
    switch (event.name) {
      case 'NameRegistered':
        set('record', packRecord(args.owner, args.keyEpoch, args.generation) | (blockTime << 208n))
        set('keyDigest', BigInt(args.keyDigest))
        break
      case 'NameReleased':
        set('record', (args.generation << 192n) | (blockTime << 208n) | RELEASED)
        set('keyDigest', 0n)
        break
      case 'KeyRotated':
        set('record', withField(record, 160n, 32n, args.keyEpoch))
        set('keyDigest', BigInt(args.keyDigest))
        break
      case 'OwnerChanged':
        set(
          'record',
          (record & ~OWNER_EPOCH_GENERATION & ~RECOVERING) |
            packRecord(args.to, args.keyEpoch, args.generation),
        )
        set('keyDigest', BigInt(args.keyDigest))
        if (args.kind === 3n) this.idle(name)
        break
      case 'NameOffered': {
        const state = (((record >> 192n) & 0xffffn) << 160n) | (((record >> 160n) & 0xffffffffn) << 176n)
        const offer = BigInt(args.to) | state | (args.expiresAt << 208n) | (args.kind << 248n)
        set('offer', BigInt(args.to) === 0n ? 0n : offer)
        break
      }
      case 'RecoverySet': {
        const state = ((record >> 192n) & 0xffffn) << 160n
        const recovery = BigInt(args.agent) | state | (args.delay << 176n) | (args.mode << 240n)
        const removed = BigInt(args.agent) === 0n
        set('recovery', removed ? 0n : recovery)
        set('record', removed ? record & ~HAS_AGENT : record | HAS_AGENT)
        break
      }
      case 'RecoveryRemovalStarted':
        this.pend(name, args.readyAt, 2n)
        break
      case 'RecoveryStarted':
        this.pend(name, args.readyAt, 1n)
        set('record', record | RECOVERING)
        set('target', BigInt(hash(['address', 'bytes32'], [args.newOwner, args.keyDigest])))
        break
      case 'RecoveryCancelled':
        set('record', record & ~RECOVERING)
        this.idle(name)
        break
      case 'PrimarySet':
        this.words.set(primarySlot(args.account), BigInt(name))
        break
      case 'AnchorSet': {
        const [versions = '', digest = ''] = anchorSlots(args.account, args.kind)
        this.words.set(versions, withField(this.get(versions), args.kind * 32n, 32n, args.version))
        this.words.set(digest, BigInt(args.digest))
        break
      }
      case 'PolicyAnnounced':
        this.words.set(toSlot(slots.announced), BigInt(args.policy) | (args.due << 168n))
        break
      case 'PolicySet':
        this.words.set(toSlot(slots.policy), BigInt(args.policy))
        this.words.set(toSlot(slots.announced), 0n)
        break
      case 'PolicyFrozen':
        this.words.set(toSlot(slots.policy), this.get(toSlot(slots.policy)) | (1n << 160n))
        this.words.set(toSlot(slots.announced), 0n)
        break
      case 'OwnershipTransferStarted':
        this.words.set(toSlot(slots.pendingOwner), BigInt(args.newOwner))
        break
      case 'OwnershipTransferred':
        this.words.set(toSlot(slots.owner), BigInt(args.newOwner))
        this.words.set(toSlot(slots.pendingOwner), 0n)
        break
      default:
        throw new Error(`Unexpected event ${event.name}`)
    }
  }

  get(slot: string): bigint {
    return this.words.get(slot) ?? 0n
  }

  private pend(name: string, readyAt: bigint, flag: bigint): void {
    const slot = nameSlot(name, 'recovery')
    this.words.set(slot, withField(withField(this.get(slot), 200n, 40n, readyAt), 248n, 8n, flag))
  }

  private idle(name: string): void {
    this.pend(name, 0n, 0n)
    this.words.set(nameSlot(name, 'target'), 0n)
  }
}

/** Every slot, except those of commitments, that these names and accounts can have a word in. */
export function allSlots(names: readonly string[], accounts: readonly string[]): string[] {
  const ofNames = names.flatMap((name) =>
    Object.keys(word).map((key) => nameSlot(name, key as keyof typeof word)),
  )
  const kinds = Array.from({ length: 8 }, (_, kind) => BigInt(kind))
  const ofAccounts = accounts.flatMap((account) => [
    primarySlot(account),
    ...kinds.flatMap((kind) => anchorSlots(account, kind)),
  ])
  const single = [slots.policy, slots.announced, slots.owner, slots.pendingOwner].map(toSlot)
  return [...ofNames, ...ofAccounts, ...single]
}

function nameSlot(name: string, which: keyof typeof word): string {
  return toSlot(BigInt(mappingSlot(name, slots.names)) + word[which])
}

function primarySlot(account: string): string {
  return mappingSlot(account, slots.primary)
}

function anchorSlots(account: string, kind: bigint): string[] {
  const first = BigInt(mappingSlot(account, slots.anchors))
  return [toSlot(first), toSlot(first + 1n + kind)]
}

function mappingSlot(key: string, slot: bigint): string {
  return hash(['uint256', 'uint256'], [key, slot])
}

function hash(types: string[], values: unknown[]): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values))
}

function toSlot(slot: bigint): string {
  return toBeHex(slot, 32)
}

function packRecord(owner: string, keyEpoch: bigint, generation: bigint): bigint {
  return BigInt(owner) | (keyEpoch << 160n) | (generation << 192n)
}

function withField(value: bigint, shift: bigint, bits: bigint, field: bigint): bigint {
  return (value & ~(((1n << bits) - 1n) << shift)) | (field << shift)
}
