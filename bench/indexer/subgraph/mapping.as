import { Address, BigDecimal, BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Paid } from './generated/Payments/Payments'
import { Account, Payment, Split } from './generated/schema'

function loadAccount(address: Address): Account {
  let account = Account.load(address)
  if (account == null) {
    account = new Account(address)
    account.sent = BigInt.zero()
    account.received = BigInt.zero()
    account.paymentCount = 0
    account.share = BigDecimal.zero()
  }
  return account
}

export function handlePaid(event: Paid): void {
  const amount = event.params.amount
  const from = loadAccount(event.params.from)
  from.sent = from.sent.plus(amount)
  from.paymentCount = from.paymentCount + 1
  from.save()

  const to = loadAccount(event.params.to)
  to.received = to.received.plus(amount)
  to.share = amount.toBigDecimal().div(to.received.toBigDecimal())
  to.save()

  const payment = new Payment(event.transaction.hash.concatI32(event.logIndex.toI32()))
  payment.from = from.id
  payment.to = to.id
  payment.amount = amount
  payment.memo = event.params.memo
  payment.timestamp = event.block.timestamp
  payment.save()

  const split = new Split(payment.id)
  const receivers: Bytes[] = []
  let total = BigInt.zero()
  for (let i = 0; i < event.params.splits.length; i++) {
    const part = event.params.splits[i]
    receivers.push(part.to)
    for (let j = 0; j < part.parts.length; j++) total = total.plus(part.parts[j])
  }
  split.payment = payment.id
  split.to = receivers
  split.total = total
  split.save()
}
