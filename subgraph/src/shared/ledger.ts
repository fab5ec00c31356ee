import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Ledger } from '../../generated/schema'

/** The books, of which there is one. */
export function loadLedger(): Ledger {
  const id = Bytes.fromHexString('0x01')
  const known = Ledger.load(id)
  if (known) return known

  const ledger = new Ledger(id)
  ledger.principal = BigInt.zero()
  ledger.credit = BigInt.zero()
  ledger.claimableStable = BigInt.zero()
  ledger.credited = BigInt.zero()
  ledger.card = BigInt.zero()
  ledger.withdrawn = BigInt.zero()
  ledger.charged = BigInt.zero()
  ledger.purchased = BigInt.zero()
  return ledger
}
