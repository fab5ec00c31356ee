import { BigInt } from '@graphprotocol/graph-ts'
import { Advanced, Scheduled } from '../generated/Grants/Grants'
import { Schedule, ScheduleChange } from '../generated/schema'
import { loadAccount } from './shared/accounts'
import { loadProtocolDay } from './shared/days'
import { applyState, beginEpoch, dropSchedule, loadFolder } from './shared/folders'
import { eventId } from './shared/ids'
import { isZero, readField } from './shared/words'

export function handleAdvanced(event: Advanced): void {
  const folder = loadFolder(event.params.folder, event)
  folder.keyEpoch = event.params.epoch.toI32()
  folder.narrowed = event.params.narrowed.toI32()
  folder.dueAt = event.params.dueAt
  folder.stale = false
  folder.scheduled = false
  dropSchedule(folder)
  beginEpoch(folder, event.params.record, loadAccount(event.params.by, event).id, event)
  folder.save()

  const day = loadProtocolDay(event)
  day.advances += 1
  day.save()
}

export function handleScheduled(event: Scheduled): void {
  const folder = loadFolder(event.params.folder, event)
  const by = loadAccount(event.params.by, event)
  applyState(folder, event.params.state)

  const change = new ScheduleChange(eventId(event))
  change.folder = folder.id
  change.by = by.id
  change.nextFor = event.params.nextFor.toI32()
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  if (!isZero(event.params.record)) {
    const schedule = new Schedule(folder.id)
    schedule.folder = folder.id
    schedule.author = by.id
    schedule.record = event.params.record
    schedule.activateAt = event.params.activateAt
    schedule.nextFor = change.nextFor
    schedule.dueAt = BigInt.fromU64(readField(event.params.state, 128, 40))
    schedule.save()
    folder.schedule = schedule.id
    change.record = event.params.record
    change.activateAt = event.params.activateAt
  }
  change.save()
  folder.save()
}
