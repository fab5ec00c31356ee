import assert from 'node:assert/strict'
import type { LogDescription } from 'ethers'
import { AbiCoder, dataSlice, getAddress, getBytes, keccak256, toBeHex } from 'ethers'
import { ETH } from './names-balances.ts'

const ROW_BYTES = 28
const PERIOD_SECONDS = 2_592_000n
const DAY_SECONDS = 86_400n
const MICRO_USD_PER_CENT = 10_000n
const USD_DECIMALS = 6n
/** Flag in the price word of ETH while deposits are closed. */
const CLOSED = 1n << 224n

/** Storage slots of Balances; Ownable2Step and EIP712 have the first four, the nonces (13) are in no event. */
const slots = {
  owner: 0n,
  pendingOwner: 1n,
  account: 4n,
  totals: 5n,
  operator: 6n,
  asset: 7n,
  bounds: 8n,
  price: 9n,
  issuer: 10n,
  limits: 11n,
  claimable: 12n,
  treasurer: 14n,
  due: 15n,
}

/** What an indexer knows of Balances: every storage word, made from events and block times alone. */
export class BalancesReplay {
  /** Words by slot. */
  readonly words = new Map<string, bigint>()
  #stable = ''
  #unit = 1n

  apply({ name, args }: LogDescription, time: bigint): void {
    switch (name) {
      case 'Deployed':
        this.#stable = args.stable
        this.#unit = 10n ** (args.decimals - USD_DECIMALS)
        break
      case 'OwnershipTransferred':
        this.#set('owner', undefined, BigInt(args.newOwner))
        this.#set('pendingOwner', undefined, 0n)
        break
      case 'OwnershipTransferStarted':
        this.#set('pendingOwner', undefined, BigInt(args.newOwner))
        break
      case 'Credited':
        this.#set('account', args.account, args.word)
        if (args.asset === this.#stable) this.#add('totals', undefined, args.usd)
        else if (args.asset !== ETH) this.#add('claimable', args.asset, args.amount)
        break
      case 'Withdrawn':
        this.#set('account', args.account, args.word)
        this.#add('totals', undefined, -BigInt(args.usd))
        break
      case 'CapSet':
        this.#set('account', args.account, put(this.#get('account', args.account), 112n, 48n, args.cap))
        break
      case 'CardSynced':
        this.#set('account', args.account, args.word)
        this.#syncIssuer(args.delta, time)
        break
      case 'Purchased': {
        const before = field(this.#get('account', args.account), 56n, 56n)
        this.#set('account', args.account, args.word)
        this.#earn(before - field(args.word, 56n, 56n))
        break
      }
      case 'Charged':
        this.#charge(args.operator, args.packed, getBytes(args.skipped), time)
        break
      case 'Swept':
        if (args.asset === this.#stable)
          this.#add('totals', undefined, -((BigInt(args.amount) / this.#unit) << 96n))
        else if (args.asset !== ETH) this.#add('claimable', args.asset, -BigInt(args.amount))
        break
      case 'PriceRefreshed': {
        const asset = this.#get('asset', args.asset)
        const scale = field(asset, 184n, 8n) + field(asset, 192n, 8n) - USD_DECIMALS
        const word = args.price | (time << 96n) | (args.roundId << 136n) | (scale << 216n)
        this.#set('price', args.asset, word)
        break
      }
      case 'IncomingPaused':
        this.#set('totals', undefined, put(this.#get('totals'), 192n, 8n, args.paused ? 1n : 0n))
        this.#set('price', ETH, args.paused ? CLOSED : 0n)
        break
      case 'FeedSet':
        this.#set('asset', args.asset, args.decimals << 192n)
        break
      case 'AssetSet': {
        const kept = this.#get('asset', args.asset) & (0xffn << 192n)
        const terms = BigInt(args.feed) | (args.heartbeat << 160n) | (args.tokenDecimals << 184n)
        this.#set('asset', args.asset, kept | terms | ((args.enabled ? 1n : 0n) << 200n))
        this.#set('bounds', args.asset, args.min | (args.max << 96n))
        this.#set('price', args.asset, this.#get('price', args.asset) & CLOSED)
        break
      }
      case 'OperatorSet': {
        const progress = this.#get('operator', args.operator) & ((1n << 104n) - 1n)
        const terms = (args.dailyCeiling << 104n) | ((args.enabled ? 1n : 0n) << 160n)
        this.#set('operator', args.operator, progress | terms)
        break
      }
      case 'IssuerSet':
        this.#setIssuer(args.issuer, args.issueCents, args.reverseCents, time)
        break
      case 'TreasurerSet':
        this.#set('treasurer', undefined, BigInt(args.treasurer))
        break
      case 'Announced':
        this.#set('due', args.op, args.due)
        break
      case 'AnnouncementApplied':
      case 'AnnouncementCancelled':
        this.#set('due', args.op, 0n)
        break
      case 'NoncesVoided':
        break
      default:
        assert.fail(`Unexpected event ${name}`)
    }
  }

  #charge(operator: string, packed: string, skipped: Uint8Array, time: bigint): void {
    const rows = getBytes(packed).length / ROW_BYTES
    const period = time / PERIOD_SECONDS
    let charged = 0n
    for (let i = 0; i < rows; i++) {
      if (((skipped[i >> 3] ?? 0) >> (i & 7)) & 1) continue
      const start = i * ROW_BYTES
      const account = getAddress(dataSlice(packed, start, start + 20))
      const usd = BigInt(dataSlice(packed, start + 20, start + ROW_BYTES))
      const word = this.#get('account', account)
      const credit = BigInt.asIntN(56, word)
      const prepaid = credit > 0n ? credit : 0n
      const fromPrincipal = usd < prepaid ? 0n : usd - prepaid
      const spent = (field(word, 208n, 16n) === period ? field(word, 160n, 48n) : 0n) + usd
      const taken = word - (usd - fromPrincipal) - (fromPrincipal << 56n)
      this.#set('account', account, put(put(taken, 160n, 48n, spent), 208n, 16n, period))
      this.#earn(fromPrincipal)
      charged += usd
    }
    const word = this.#get('operator', operator)
    const day = time / DAY_SECONDS
    const today = field(word, 32n, 16n) === day ? field(word, 48n, 56n) : 0n
    this.#set('operator', operator, put(put(word + 1n, 32n, 16n, day), 48n, 56n, today + charged))
  }

  #earn(usd: bigint): void {
    this.#add('totals', undefined, (usd << 96n) - usd)
  }

  #syncIssuer(delta: bigint, time: bigint): void {
    const day = time / DAY_SECONDS
    let word = this.#get('issuer')
    const limits = this.#get('limits')
    if (field(word, 160n, 16n) !== day) word = field(word, 0n, 160n) | (day << 160n) | (limits << 176n)
    const cents = ((delta < 0n ? -delta : delta) + MICRO_USD_PER_CENT - 1n) / MICRO_USD_PER_CENT
    this.#set('issuer', undefined, word - (cents << (delta > 0n ? 176n : 216n)))
  }

  #setIssuer(issuer: string, issueCents: bigint, reverseCents: bigint, time: bigint): void {
    const [word, limits, day] = [this.#get('issuer'), this.#get('limits'), time / DAY_SECONDS]
    const isOfToday = field(word, 160n, 16n) === day
    const left = (next: bigint, limitAt: bigint, leftAt: bigint) => {
      const done = isOfToday ? field(limits, limitAt, 40n) - field(word, leftAt, 40n) : 0n
      return next > done ? next - done : 0n
    }
    const lefts = (left(issueCents, 0n, 176n) << 176n) | (left(reverseCents, 40n, 216n) << 216n)
    this.#set('issuer', undefined, BigInt(issuer) | (day << 160n) | lefts)
    this.#set('limits', undefined, issueCents | (reverseCents << 40n))
  }

  #get(name: keyof typeof slots, key?: string): bigint {
    return this.words.get(slotOf(name, key)) ?? 0n
  }

  #set(name: keyof typeof slots, key: string | undefined, word: bigint): void {
    this.words.set(slotOf(name, key), word)
  }

  #add(name: keyof typeof slots, key: string | undefined, amount: bigint): void {
    this.#set(name, key, this.#get(name, key) + amount)
  }
}

function slotOf(name: keyof typeof slots, key?: string): string {
  const slot = slots[name]
  if (key === undefined) return toBeHex(slot, 32)
  const type = name === 'due' ? 'bytes32' : 'address'
  return keccak256(AbiCoder.defaultAbiCoder().encode([type, 'uint256'], [key, slot]))
}

function field(word: bigint, shift: bigint, bits: bigint): bigint {
  return BigInt.asUintN(Number(bits), word >> shift)
}

function put(word: bigint, shift: bigint, bits: bigint, value: bigint): bigint {
  return word + ((value - field(word, shift, bits)) << shift)
}
