import { deriveEpochKeys, type EpochKeys } from '../../crypto/epoch-keys.ts'
import { type OpenedRecord, openEarlierEpoch, openRecord } from '../../crypto/record.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { fetchObject } from '../context.ts'
import type { EpochSession } from './open-epoch.ts'

/** An epoch before the current one. */
export type EarlierEpoch = { record: OpenedRecord; secret: Uint8Array; keys: EpochKeys }

/** Opens an earlier epoch, or the current one, with the secret of the current one. */
export async function openEarlier(
  session: Pick<EpochSession, 'context' | 'epoch'>,
  number: number,
  options: OperationOptions,
): Promise<EarlierEpoch> {
  const { epoch } = session
  const recordOf = (earlier: number) => readEarlierRecord(session, earlier, options)
  const record = await recordOf(number)
  const secret = await openEarlierEpoch(epoch, number, recordOf)
  return { record, secret, keys: deriveEpochKeys(epoch.scope, number, secret) }
}

/** Follows the chain of records back from the current one, which the contract names. */
async function readEarlierRecord(
  { context, epoch: { scope, record: current } }: Pick<EpochSession, 'context' | 'epoch'>,
  number: number,
  options: OperationOptions,
): Promise<OpenedRecord> {
  let record = current
  while (record.epoch > number && record.previous !== undefined) {
    const bytes = await fetchObject(context, record.previous, options)
    record = openRecord(bytes, { digest: record.previous, scope, epoch: record.epoch - 1 })
  }
  return record
}
