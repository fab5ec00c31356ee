import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import {
  AssetSet,
  CapSet,
  Credited,
  OperatorSet,
  PriceRefreshed,
  Withdrawn,
} from '../generated/Balances/Balances'
import { Asset, CapChange, Credit, Operator, PricePoint, Withdrawal } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { Books } from './shared/books'
import { eventId } from './shared/ids'
import { readField, readSignedField } from './shared/words'

export { handleCharged } from './charges'

export function handleAssetSet(event: AssetSet): void {
  const asset = loadAsset(event.params.asset)
  asset.enabled = event.params.enabled
  asset.feed = event.params.feed
  asset.heartbeat = event.params.heartbeat
  asset.tokenDecimals = event.params.tokenDecimals
  asset.minPrice = event.params.min
  asset.maxPrice = event.params.max
  asset.price = null
  asset.priceAt = null
  asset.save()
}

export function handlePriceRefreshed(event: PriceRefreshed): void {
  const asset = loadAsset(event.params.asset)
  asset.price = event.params.price
  asset.priceAt = event.block.timestamp
  asset.save()

  const point = new PricePoint(eventId(event))
  point.asset = asset.id
  point.price = event.params.price
  point.roundId = event.params.roundId
  point.block = event.block.number
  point.timestamp = event.block.timestamp
  point.tx = event.transaction.hash
  point.save()
}

export function handleOperatorSet(event: OperatorSet): void {
  const known = Operator.load(event.params.operator)
  const operator = known ? known : new Operator(event.params.operator)
  if (!known) {
    operator.nextBatch = 0
    operator.day = 0
    operator.chargedToday = BigInt.zero()
    operator.charged = BigInt.zero()
  }
  operator.enabled = event.params.enabled
  operator.dailyCeiling = event.params.dailyCeiling
  operator.save()
}

export function handleCredited(event: Credited): void {
  const account = loadAccount(event.params.account, event)
  const books = new Books(event)
  const usd = event.params.usd
  const before = account.principal
  const day = books.move(account, creditIn(event.params.word), principalIn(event.params.word))
  const withdrawable = account.principal.gt(before)
  account.credited = account.credited.plus(usd)
  account.save()
  day.credited = day.credited.plus(usd)
  day.save()
  books.ledger.credited = books.ledger.credited.plus(usd)
  books.day.credited = books.day.credited.plus(usd)
  books.day.deposits += 1
  books.save()

  const asset = loadAsset(event.params.asset)
  // Only the withdrawable coin becomes principal, and no `AssetSet` announces it.
  if (withdrawable) {
    asset.withdrawable = true
    asset.enabled = true
  }
  asset.deposited = asset.deposited.plus(event.params.amount)
  asset.credited = asset.credited.plus(usd)
  asset.save()

  const credit = new Credit(eventId(event))
  credit.account = account.id
  credit.asset = asset.id
  credit.payer = loadAccount(event.params.payer, event).id
  credit.amount = event.params.amount
  credit.usd = usd
  credit.withdrawable = withdrawable
  credit.block = event.block.number
  credit.timestamp = event.block.timestamp
  credit.tx = event.transaction.hash
  credit.save()
}

export function handleWithdrawn(event: Withdrawn): void {
  const account = loadAccount(event.params.account, event)
  const books = new Books(event)
  const usd = event.params.usd
  const day = books.move(account, creditIn(event.params.word), principalIn(event.params.word))
  account.withdrawn = account.withdrawn.plus(usd)
  account.save()
  day.withdrawn = day.withdrawn.plus(usd)
  day.save()
  books.ledger.withdrawn = books.ledger.withdrawn.plus(usd)
  books.day.withdrawn = books.day.withdrawn.plus(usd)
  books.day.withdrawals += 1
  books.save()

  const withdrawal = new Withdrawal(eventId(event))
  withdrawal.account = account.id
  withdrawal.to = event.params.to
  withdrawal.usd = usd
  withdrawal.block = event.block.number
  withdrawal.timestamp = event.block.timestamp
  withdrawal.tx = event.transaction.hash
  withdrawal.save()
}

export function handleCapSet(event: CapSet): void {
  const account = loadAccount(event.params.account, event)
  const change = new CapChange(eventId(event))
  change.account = account.id
  change.cap = event.params.cap
  change.previous = account.cap
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()

  account.cap = event.params.cap
  account.save()
}

/** The account word begins, LSB first, with credit int56 and principal 56; charges and caps have events of their own. */
function creditIn(word: BigInt): BigInt {
  return BigInt.fromI64(readSignedField(word, 0, 56))
}

function principalIn(word: BigInt): BigInt {
  return BigInt.fromU64(readField(word, 56, 56))
}

function loadAsset(address: Bytes): Asset {
  const known = Asset.load(address)
  if (known) return known

  const asset = new Asset(address)
  asset.withdrawable = false
  asset.enabled = false
  asset.heartbeat = 0
  asset.deposited = BigInt.zero()
  asset.credited = BigInt.zero()
  return asset
}
