import { BigInt, Bytes, ethereum, store } from '@graphprotocol/graph-ts'
import { Epoch, Folder } from '../../generated/schema'
import { loadAccount } from './accounts'
import { loadProtocolDay } from './days'
import { appendNumber } from './ids'
import { isZero, readField, sliceBytes } from './words'

/**
 * The folder of an id, which begins with the owner's address. Creating a folder is no event, so the first that
 * mentions it makes it. Every caller saves it.
 */
export function loadFolder(id: Bytes, event: ethereum.Event): Folder {
  const known = Folder.load(id)
  if (known) {
    known.updatedAt = event.block.timestamp
    return known
  }

  const day = loadProtocolDay(event)
  day.folders += 1
  day.save()

  const folder = new Folder(id)
  folder.owner = loadAccount(sliceBytes(id, 0, 20), event).id
  folder.keyEpoch = 0
  folder.narrowed = 0
  folder.generation = 0
  folder.dueAt = BigInt.zero()
  folder.moved = false
  folder.stale = false
  folder.scheduled = false
  folder.createdAt = event.block.timestamp
  folder.updatedAt = event.block.timestamp
  return folder
}

/**
 * Takes over the state word of a folder, LSB first: keyEpoch 32, narrowed 32, generation 16, dueAt 40, flags 8
 * (bit 0 moved, bit 1 stale, bit 2 scheduled). The caller saves the folder.
 */
export function applyState(folder: Folder, state: BigInt): void {
  folder.keyEpoch = readField(state, 0, 32) as i32
  folder.narrowed = readField(state, 32, 32) as i32
  folder.generation = readField(state, 64, 16) as i32
  folder.dueAt = BigInt.fromU64(readField(state, 80, 40))
  folder.moved = readField(state, 120, 1) == 1
  folder.stale = readField(state, 121, 1) == 1
  folder.scheduled = readField(state, 122, 1) == 1
  if (!folder.scheduled) dropSchedule(folder)
}

/** Takes the waiting record of a folder away, if there is one. */
export function dropSchedule(folder: Folder): void {
  if (folder.schedule === null) return
  store.remove('Schedule', folder.id.toHexString())
  folder.schedule = null
}

/** Takes the offer of a folder away, if there is one. */
export function dropOffer(folder: Folder): void {
  if (folder.offer === null) return
  store.remove('FolderOffer', folder.id.toHexString())
  folder.offer = null
}

/** Begins the epoch that the folder is in now. A zero record is one that is still owed. */
export function beginEpoch(folder: Folder, record: Bytes, by: Bytes, event: ethereum.Event): void {
  folder.record = isZero(record) ? null : record
  const epoch = new Epoch(appendNumber(folder.id, folder.keyEpoch))
  epoch.folder = folder.id
  epoch.number = folder.keyEpoch
  epoch.record = folder.record
  epoch.narrowed = folder.narrowed
  epoch.dueAt = folder.dueAt
  epoch.by = by
  epoch.block = event.block.number
  epoch.timestamp = event.block.timestamp
  epoch.tx = event.transaction.hash
  epoch.save()
}
