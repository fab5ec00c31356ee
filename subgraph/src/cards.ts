import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { CardSynced, IssuerSet } from '../generated/Balances/Balances'
import { CardChange, CardIssuer } from '../generated/schema'
import { creditIn, loadAccount, principalIn } from './shared/accounts'
import { Books } from './shared/books'
import { dayOf } from './shared/days'
import { eventId } from './shared/ids'
import { orNull, recordRole } from './shared/roles'

const MICRO_USD_PER_CENT = 10_000

export function handleCardSynced(event: CardSynced): void {
  const account = loadAccount(event.params.account, event)
  const books = new Books(event)
  const delta = event.params.delta
  const day = books.move(account, creditIn(event.params.word), principalIn(event.params.word))
  account.card = account.card.plus(delta)
  account.cardSeq = event.params.seq.toI32()
  account.save()
  day.card = day.card.plus(delta)
  day.save()
  books.ledger.card = books.ledger.card.plus(delta)
  books.day.card = books.day.card.plus(delta)
  books.save()
  spendCeiling(delta, dayOf(event))

  const change = new CardChange(eventId(event))
  change.account = account.id
  change.seq = account.cardSeq
  change.delta = delta
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}

/** Lower ceilings hold at once, higher ones from the next day on. */
export function handleIssuerSet(event: IssuerSet): void {
  const issuer = loadIssuer()
  const day = dayOf(event)
  const issue = event.params.issueCents
  const reverse = event.params.reverseCents
  const runs = issuer.day == day
  issuer.issueLeft = runs ? leftOf(issuer.issueLeft, issuer.issueCents, issue) : issue
  issuer.reverseLeft = runs ? leftOf(issuer.reverseLeft, issuer.reverseCents, reverse) : reverse
  issuer.day = day
  issuer.issuer = orNull(event.params.issuer)
  issuer.issueCents = issue
  issuer.reverseCents = reverse
  issuer.save()

  const change = recordRole('BALANCES', 'CARD_ISSUER', event.params.issuer, event)
  change.issueCents = issue
  change.reverseCents = reverse
  change.save()
}

/** Counts a change in cents, rounded up, against the ceiling of its direction. */
function spendCeiling(delta: BigInt, day: i32): void {
  const issuer = loadIssuer()
  if (issuer.day != day) {
    issuer.day = day
    issuer.issueLeft = issuer.issueCents
    issuer.reverseLeft = issuer.reverseCents
  }
  const cents = delta
    .abs()
    .plus(BigInt.fromI32(MICRO_USD_PER_CENT - 1))
    .div(BigInt.fromI32(MICRO_USD_PER_CENT))
  if (delta.gt(BigInt.zero())) issuer.issueLeft = issuer.issueLeft.minus(cents)
  else issuer.reverseLeft = issuer.reverseLeft.minus(cents)
  issuer.save()
}

function leftOf(left: BigInt, before: BigInt, next: BigInt): BigInt {
  const cut = before.gt(next) ? before.minus(next) : BigInt.zero()
  return left.gt(cut) ? left.minus(cut) : BigInt.zero()
}

function loadIssuer(): CardIssuer {
  const id = Bytes.fromHexString('0x01')
  const known = CardIssuer.load(id)
  if (known) return known

  const issuer = new CardIssuer(id)
  issuer.issueCents = BigInt.zero()
  issuer.reverseCents = BigInt.zero()
  issuer.day = 0
  issuer.issueLeft = BigInt.zero()
  issuer.reverseLeft = BigInt.zero()
  return issuer
}
