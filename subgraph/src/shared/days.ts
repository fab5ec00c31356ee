import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Account, AccountDay, ProtocolDay } from '../../generated/schema'
import { appendNumber } from './ids'
import { loadLedger } from './ledger'

const SECONDS_PER_DAY: i64 = 86_400

/** The number of the day (UTC) in which an event happened. */
export function dayOf(event: ethereum.Event): i32 {
  return (event.block.timestamp.toI64() / SECONDS_PER_DAY) as i32
}

/** The present day of the protocol; a new one begins with the books of the day before. */
export function loadProtocolDay(event: ethereum.Event): ProtocolDay {
  const day = dayOf(event)
  const id = appendNumber(new Bytes(0), day)
  const known = ProtocolDay.load(id)
  if (known) return known

  const ledger = loadLedger()
  const fresh = new ProtocolDay(id)
  fresh.day = day
  fresh.credited = BigInt.zero()
  fresh.card = BigInt.zero()
  fresh.withdrawn = BigInt.zero()
  fresh.charged = BigInt.zero()
  fresh.purchased = BigInt.zero()
  fresh.deposits = 0
  fresh.withdrawals = 0
  fresh.charges = 0
  fresh.skipped = 0
  fresh.purchases = 0
  fresh.names = 0
  fresh.folders = 0
  fresh.grants = 0
  fresh.revocations = 0
  fresh.advances = 0
  fresh.principal = ledger.principal
  fresh.credit = ledger.credit
  return fresh
}

/** The present day of an account. */
export function loadAccountDay(account: Account, event: ethereum.Event): AccountDay {
  const day = dayOf(event)
  const id = appendNumber(account.id, day)
  const known = AccountDay.load(id)
  if (known) return known

  const fresh = new AccountDay(id)
  fresh.account = account.id
  fresh.day = day
  fresh.credited = BigInt.zero()
  fresh.card = BigInt.zero()
  fresh.withdrawn = BigInt.zero()
  fresh.charged = BigInt.zero()
  fresh.purchased = BigInt.zero()
  fresh.charges = 0
  fresh.skipped = 0
  fresh.principal = account.principal
  fresh.credit = account.credit
  return fresh
}
