import { BigInt } from '@graphprotocol/graph-ts'
import { CapSet, Credited, OperatorSet, Withdrawn } from '../generated/Balances/Balances'
import { CapChange, Credit, Operator, OperatorChange, Withdrawal } from '../generated/schema'
import { creditIn, loadAccount, principalIn } from './shared/accounts'
import { loadAsset } from './shared/assets'
import { Books } from './shared/books'
import { eventId } from './shared/ids'

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

  const change = new OperatorChange(eventId(event))
  change.operator = operator.id
  change.enabled = operator.enabled
  change.dailyCeiling = operator.dailyCeiling
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}

export function handleCredited(event: Credited): void {
  const account = loadAccount(event.params.account, event)
  const books = new Books(event)
  const usd = event.params.usd
  const day = books.move(account, creditIn(event.params.word), principalIn(event.params.word))
  account.credited = account.credited.plus(usd)
  account.save()
  day.credited = day.credited.plus(usd)
  day.save()
  books.ledger.credited = books.ledger.credited.plus(usd)
  books.day.credited = books.day.credited.plus(usd)
  books.day.deposits += 1
  books.save()

  const asset = loadAsset(event.params.asset)
  asset.deposited = asset.deposited.plus(event.params.amount)
  asset.credited = asset.credited.plus(usd)
  asset.save()

  const credit = new Credit(eventId(event))
  credit.account = account.id
  credit.asset = asset.id
  credit.payer = loadAccount(event.params.payer, event).id
  credit.amount = event.params.amount
  credit.usd = usd
  credit.withdrawable = asset.withdrawable
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
