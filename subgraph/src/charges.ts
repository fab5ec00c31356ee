import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Charged } from '../generated/Balances/Balances'
import { Charge, ChargeBatch, Operator } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { Books } from './shared/books'
import { dayOf } from './shared/days'
import { appendNumber, eventId } from './shared/ids'
import { readNumber, sliceBytes } from './shared/words'

/** Account (20), micro-dollars (8). */
const ROW_BYTES = 28
const SECONDS_PER_PERIOD: i64 = 2_592_000

export function handleCharged(event: Charged): void {
  const packed = event.params.packed
  const batch = new ChargeBatch(appendNumber(event.params.operator, event.params.batch.toI32()))
  batch.operator = event.params.operator
  batch.number = event.params.batch.toI32()
  batch.receiptsRoot = event.params.receiptsRoot
  batch.rows = packed.length / ROW_BYTES
  batch.skipped = 0
  batch.usd = BigInt.zero()
  batch.fromPrincipal = BigInt.zero()
  batch.block = event.block.number
  batch.timestamp = event.block.timestamp
  batch.tx = event.transaction.hash

  const books = new Books(event)
  for (let row = 0; row < batch.rows; row++) {
    applyRow(batch, row, packed, !isSkipped(event.params.skipped, row), books, event)
  }
  batch.save()

  books.ledger.charged = books.ledger.charged.plus(batch.usd)
  books.ledger.claimableStable = books.ledger.claimableStable.plus(batch.fromPrincipal)
  books.day.charged = books.day.charged.plus(batch.usd)
  books.day.charges += batch.rows - batch.skipped
  books.day.skipped += batch.skipped
  books.save()

  const operator = Operator.load(event.params.operator)!
  const day = dayOf(event)
  operator.nextBatch = batch.number + 1
  operator.chargedToday = operator.day == day ? operator.chargedToday.plus(batch.usd) : batch.usd
  operator.day = day
  operator.charged = operator.charged.plus(batch.usd)
  operator.save()
}

/** Replays one row: credit first, then principal. Debt is not charged any deeper. */
function applyRow(batch: ChargeBatch, row: i32, packed: Bytes, applied: boolean, books: Books, event: Charged): void {
  const start = row * ROW_BYTES
  const account = loadAccount(sliceBytes(packed, start, start + 20), event)
  const usd = BigInt.fromU64(readNumber(packed, start + 20, start + ROW_BYTES))
  let fromCredit = BigInt.zero()
  let fromPrincipal = BigInt.zero()

  if (applied) {
    const available = account.credit.lt(BigInt.zero()) ? BigInt.zero() : account.credit
    fromCredit = usd.lt(available) ? usd : available
    fromPrincipal = usd.minus(fromCredit)
    batch.usd = batch.usd.plus(usd)
    batch.fromPrincipal = batch.fromPrincipal.plus(fromPrincipal)
  } else {
    batch.skipped += 1
  }

  const day = books.move(account, account.credit.minus(fromCredit), account.principal.minus(fromPrincipal))
  if (applied) {
    const period = (event.block.timestamp.toI64() / SECONDS_PER_PERIOD) as i32
    account.spent = account.period == period ? account.spent.plus(usd) : usd
    account.period = period
    account.charged = account.charged.plus(usd)
    account.save()
    day.charged = day.charged.plus(usd)
    day.charges += 1
  } else {
    day.skipped += 1
  }
  day.save()

  const charge = new Charge(eventId(event, row))
  charge.account = account.id
  charge.operator = batch.operator
  charge.batch = batch.id
  charge.row = row
  charge.usd = usd
  charge.applied = applied
  charge.fromCredit = fromCredit
  charge.fromPrincipal = fromPrincipal
  charge.block = event.block.number
  charge.timestamp = event.block.timestamp
  charge.tx = event.transaction.hash
  charge.save()
}

/** Bit i % 8 of byte i / 8 is set for a row that was not applied. */
function isSkipped(skipped: Bytes, row: i32): boolean {
  return ((skipped[row >> 3] >> ((row & 7) as u8)) & 1) == 1
}
