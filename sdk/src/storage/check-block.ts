import type { CID } from 'multiformats/cid'
import { SpaceError } from '../errors/index.ts'
import type { Block } from './types.ts'

/** The largest block: 1 MiB of payload and 64 bytes around it. */
export const MAX_BLOCK_BYTES = 1024 * 1024 + 64

/** Multicodec number of bytes without links (multiformats/multicodec, table.csv). */
export const RAW_CODEC = 0x55

/** Multicodec number of DAG-CBOR (multiformats/multicodec, table.csv). */
export const DAG_CBOR_CODEC = 0x71

const sha256Code = 0x12

/**
 * Throws `BLOCK_UNSUPPORTED` unless the CID is v1, raw or dag-cbor, SHA-256.
 *
 * @example
 * ```ts
 * import { checkCid } from '@space/sdk/storage'
 * import { CID } from 'multiformats/cid'
 *
 * checkCid(CID.parse('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'))
 * ```
 */
export function checkCid(cid: CID): void {
  const reason =
    cid.version !== 1
      ? `its CID has version ${cid.version}`
      : cid.code !== RAW_CODEC && cid.code !== DAG_CBOR_CODEC
        ? `its codec is 0x${Number(cid.code).toString(16)}`
        : cid.multihash.code !== sha256Code || cid.multihash.digest.length !== 32
          ? `its hash function is 0x${cid.multihash.code.toString(16)}`
          : undefined
  if (reason !== undefined) throw new SpaceError('BLOCK_UNSUPPORTED', { cid: cid.toString(), reason })
}

/**
 * Throws `BLOCK_UNSUPPORTED` unless CID and size are those of a block. Does not hash.
 *
 * @example
 * ```ts
 * import { checkBlock } from '@space/sdk/storage'
 * import { CID } from 'multiformats/cid'
 *
 * const cid = CID.parse('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku')
 * checkBlock({ cid, bytes: new Uint8Array() })
 * ```
 */
export function checkBlock(block: Block): void {
  checkCid(block.cid)
  const sizeBytes = block.bytes.length
  if (sizeBytes > MAX_BLOCK_BYTES) {
    throw new SpaceError('BLOCK_UNSUPPORTED', {
      cid: block.cid.toString(),
      reason: `it has ${sizeBytes} bytes`,
    })
  }
}
