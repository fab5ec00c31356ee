import { Bytes, store } from '@graphprotocol/graph-ts'
import { BlockedSet } from '../generated/Grants/Grants'
import { Account, BlockChange, BlockedWallet, Folder } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { applyState, loadFolder } from './shared/folders'
import { eventId } from './shared/ids'
import { emptySlot } from './shared/slots'
import { subjectOfWallet } from './shared/subjects'
import { sliceBytes } from './shared/words'

const WALLET_BYTES = 20

export function handleBlockedSet(event: BlockedSet): void {
  const folder = loadFolder(event.params.folder, event)
  applyState(folder, event.params.state)
  folder.save()

  const by = loadAccount(event.params.by, event)
  const wallets = event.params.wallets
  for (let row = 0; row < wallets.length / WALLET_BYTES; row++) {
    const wallet = sliceBytes(wallets, row * WALLET_BYTES, (row + 1) * WALLET_BYTES)
    if (event.params.blocked) block(folder, wallet, by, row, event)
    else unblock(folder, wallet, by, row, event)
  }
}

/** A block takes the place of the wallet's grant. One that is there stays in the name of who made it, but for the owner. */
function block(folder: Folder, wallet: Bytes, by: Account, row: i32, event: BlockedSet): void {
  const id = folder.id.concat(wallet)
  const known = BlockedWallet.load(id)
  if (known) {
    if (folder.owner.notEqual(by.id) || known.by.equals(by.id)) return
    known.by = by.id
    known.save()
  } else {
    const blocked = new BlockedWallet(id)
    blocked.folder = folder.id
    blocked.wallet = loadAccount(wallet, event).id
    blocked.by = by.id
    blocked.blockedAt = event.block.timestamp
    blocked.save()
    emptySlot(folder, subjectOfWallet(wallet), by, 'BLOCKED', row, event)
  }
  recordChange(folder, wallet, by, row, event)
}

function unblock(folder: Folder, wallet: Bytes, by: Account, row: i32, event: BlockedSet): void {
  const id = folder.id.concat(wallet)
  if (!BlockedWallet.load(id)) return
  store.remove('BlockedWallet', id.toHexString())
  recordChange(folder, wallet, by, row, event)
}

function recordChange(folder: Folder, wallet: Bytes, by: Account, row: i32, event: BlockedSet): void {
  const change = new BlockChange(eventId(event, row))
  change.folder = folder.id
  change.wallet = wallet
  change.blocked = event.params.blocked
  change.by = by.id
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}
