import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Account } from '../../generated/schema'
import { readField, readSignedField } from './words'

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
  account.card = BigInt.zero()
  account.cardSeq = 0
  account.withdrawn = BigInt.zero()
  account.charged = BigInt.zero()
  account.purchased = BigInt.zero()
  account.firstSeenAt = event.block.timestamp
  account.save()
  return account
}

/** The credit in an account word, which begins, LSB first, with credit int56 and principal 56. */
export function creditIn(word: BigInt): BigInt {
  return BigInt.fromI64(readSignedField(word, 0, 56))
}

/** The principal in an account word. */
export function principalIn(word: BigInt): BigInt {
  return BigInt.fromU64(readField(word, 56, 56))
}
