import type { Ops } from '../../codec/ops.ts'
import type { VerifiedEntry } from '../../crypto/entry.ts'
import { fetchInto } from '../../crypto/fetch-block.ts'
import { openOps } from '../../crypto/log-block.ts'
import { type OpenedRecord, openRecord } from '../../crypto/record.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { type FolderContext, fetchFrom, fetchObject } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'

/** Opens the changes of an entry; throws `BLOCK_INVALID` or `OPS_INVALID`. */
export function readOps(
  { backend }: FolderContext,
  { ops, author, sequence }: VerifiedEntry,
  logKey: Uint8Array,
  options: OperationOptions,
): Promise<Ops> {
  const open = (bytes: Uint8Array) => openOps(ops, bytes, logKey, author, sequence)
  return fetchInto(fetchFrom(backend), { digest: ops.digest, codec: 'raw' }, open, options.signal)
}

/** Follows the chain of records back from the current one, which the chain anchors. */
export async function readEarlierRecord(
  context: FolderContext,
  { scope, record: current }: OpenEpoch,
  epoch: number,
  options: OperationOptions,
): Promise<OpenedRecord> {
  let record = current
  while (record.epoch > epoch && record.previous !== undefined) {
    const bytes = await fetchObject(context, record.previous, options)
    record = openRecord(bytes, { digest: record.previous, scope, epoch: record.epoch - 1 })
  }
  return record
}
