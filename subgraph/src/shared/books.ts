import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import { Account, AccountDay, Ledger, ProtocolDay } from '../../generated/schema'
import { loadAccountDay, loadProtocolDay } from './days'
import { loadLedger } from './ledger'

/** What one event does to the sums: the ledger and the day of the protocol, written once at the end. */
export class Books {
  ledger: Ledger
  day: ProtocolDay

  constructor(readonly event: ethereum.Event) {
    this.ledger = loadLedger()
    this.day = loadProtocolDay(event)
  }

  /** Sets the money of an account and carries the difference into the sums. Returns the account's unsaved day. */
  move(account: Account, credit: BigInt, principal: BigInt): AccountDay {
    this.ledger.credit = this.ledger.credit.plus(credit.minus(account.credit))
    this.ledger.principal = this.ledger.principal.plus(principal.minus(account.principal))
    account.credit = credit
    account.principal = principal

    const day = loadAccountDay(account, this.event)
    day.credit = credit
    day.principal = principal
    return day
  }

  save(): void {
    this.day.credit = this.ledger.credit
    this.day.principal = this.ledger.principal
    this.ledger.save()
    this.day.save()
  }
}
