import { Address, BigInt, Bytes, ethereum, store } from '@graphprotocol/graph-ts'
import { Forgotten, Named, Paid } from '../generated/Ledger/Ledger'
import { Account, Name, Payment } from '../generated/schema'

function touch(address: Address): Account {
  let account = Account.load(address)
  if (account == null) {
    account = new Account(address)
    account.sent = BigInt.zero()
    account.received = BigInt.zero()
    account.paymentCount = 0
  }
  return account
}

function eventId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32())
}

export function handlePaid(event: Paid): void {
  const from = touch(event.params.from)
  from.sent = from.sent.plus(event.params.amount)
  from.paymentCount = from.paymentCount + 1
  from.save()

  const to = touch(event.params.to)
  to.received = to.received.plus(event.params.amount)
  to.note = event.params.memo
  if (!to.received.isZero()) {
    to.share = event.params.amount.toBigDecimal().div(to.received.toBigDecimal())
  }
  to.save()

  const payment = new Payment(eventId(event))
  payment.from = from.id
  payment.to = to.id
  payment.amount = event.params.amount
  payment.memo = event.params.memo
  const splits: BigInt[] = []
  const splitTo: Bytes[] = []
  for (let i = 0; i < event.params.splits.length; i++) {
    const split = event.params.splits[i]
    splitTo.push(split.to)
    let total = BigInt.fromI32(split.kind)
    for (let j = 0; j < split.parts.length; j++) total = total.plus(split.parts[j])
    splits.push(total)
  }
  payment.splits = splits
  payment.splitTo = splitTo
  payment.size = event.params.amount.gt(BigInt.fromI32(1000)) ? 'LARGE' : 'SMALL'
  payment.timestamp = event.block.timestamp.toI64() * 1000000
  payment.block = event.block.number
  payment.paymentsSoFar = from.paymentsSent.load().length
  payment.save()
}

export function handleNamed(event: Named): void {
  const id = event.params.id.toHexString()
  let name = Name.load(id)
  if (name == null) {
    name = new Name(id)
    name.renames = 0
  } else {
    name.renames = name.renames + 1
  }
  name.name = event.params.name
  const owner = Account.load(event.transaction.from)
  name.owner = owner == null ? null : owner.id
  name.save()
}

export function handleForgotten(event: Forgotten): void {
  store.remove('Name', event.params.id.toHexString())
}
