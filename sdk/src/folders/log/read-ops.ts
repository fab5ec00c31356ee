import type { Ops } from '../../codec/ops.ts'
import type { VerifiedEntry } from '../../crypto/entry.ts'
import { fetchInto } from '../../crypto/fetch-block.ts'
import { openOps } from '../../crypto/log-block.ts'
import type { OperationOptions } from '../../utils/index.ts'
import { type FolderContext, fetchFrom } from '../context.ts'

/** Opens the changes of an entry; throws `BLOCK_INVALID` or `OPS_INVALID`. */
export function readOps(
  { backend }: FolderContext,
  { ops, author, sequence }: VerifiedEntry,
  logKey: Uint8Array,
  options: OperationOptions,
): Promise<Ops> {
  const open = (bytes: Uint8Array) => openOps(ops, bytes, logKey, { author, sequence })
  return fetchInto(fetchFrom(backend), { digest: ops.digest, codec: 'raw' }, open, options.signal)
}
