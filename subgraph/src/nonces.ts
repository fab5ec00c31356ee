import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { NoncesVoided as BalancesNoncesVoided } from '../generated/Balances/Balances'
import { NoncesVoided as GrantsNoncesVoided } from '../generated/Grants/Grants'
import { NonceVoiding } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { eventId } from './shared/ids'

export function handleBalancesNoncesVoided(event: BalancesNoncesVoided): void {
  recordVoiding('BALANCES', event.params.signer, event.params.index, event.params.mask, event)
}

export function handleGrantsNoncesVoided(event: GrantsNoncesVoided): void {
  recordVoiding('GRANTS', event.params.signer, event.params.word, event.params.mask, event)
}

function recordVoiding(contract: string, signer: Bytes, index: BigInt, mask: BigInt, event: ethereum.Event): void {
  const voiding = new NonceVoiding(eventId(event))
  voiding.contract = contract
  voiding.signer = loadAccount(signer, event).id
  voiding.index = index
  voiding.mask = mask
  voiding.block = event.block.number
  voiding.timestamp = event.block.timestamp
  voiding.tx = event.transaction.hash
  voiding.save()
}
