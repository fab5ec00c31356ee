import { Bytes, ethereum } from '@graphprotocol/graph-ts'
import { RoleChange } from '../../generated/schema'
import { eventId } from './ids'
import { isZero } from './words'

/** An address, or null for zero, which stands for nobody. */
export function orNull(address: Bytes): Bytes | null {
  return isZero(address) ? null : address
}

/** Who has a role from now on; the caller saves it. */
export function recordRole(contract: string, role: string, account: Bytes, event: ethereum.Event): RoleChange {
  const change = new RoleChange(eventId(event))
  change.contract = contract
  change.role = role
  change.account = orNull(account)
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  return change
}
