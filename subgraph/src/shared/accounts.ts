import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Account } from '../../generated/schema'

/** The account of an address; the first mention of an address makes one without money. */
export function loadAccount(address: Bytes, event: ethereum.Event): Account {
  const known = Account.load(address)
  if (known) return known

  const account = new Account(address)
  account.credit = BigInt.zero()
  account.principal = BigInt.zero()
  account.cap = BigInt.zero()
  account.spent = BigInt.zero()
  account.period = 0
  account.credited = BigInt.zero()
  account.withdrawn = BigInt.zero()
  account.charged = BigInt.zero()
  account.firstSeenAt = event.block.timestamp
  account.save()
  return account
}
