import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'
import { SpaceError } from '../errors/index.ts'

/** What a block holds: sealed bytes (`raw`) or an object in clear (`dag-cbor`). */
export type BlockCodec = 'raw' | 'dag-cbor'

const SHA2_256 = 0x12
const codes: Record<BlockCodec, number> = { raw: 0x55, 'dag-cbor': 0x71 }

/**
 * The CIDv1 of a block with a sha2-256 digest (multiformats CID specification).
 *
 * @example
 * ```ts
 * const cid = blockCid(digest, 'raw')
 * console.log(cid.toString())
 * ```
 */
export function blockCid(digest: Uint8Array, codec: BlockCodec): CID {
  return CID.createV1(codes[codec], create(SHA2_256, digest))
}

/** Digest and codec of a CID; throws `CID_UNSUPPORTED` unless it is CIDv1, sha2-256, raw or dag-cbor. */
export function parseBlockCid(cid: CID | string): { digest: Uint8Array; codec: BlockCodec } {
  let parsed: CID
  try {
    parsed = typeof cid === 'string' ? CID.parse(cid) : cid
  } catch (cause) {
    throw new SpaceError('CID_UNSUPPORTED', { cid: String(cid) }, { cause })
  }
  const codec = parsed.code === codes.raw ? 'raw' : parsed.code === codes['dag-cbor'] ? 'dag-cbor' : undefined
  const { code, digest } = parsed.multihash
  if (parsed.version !== 1 || codec === undefined || code !== SHA2_256 || digest.length !== 32) {
    throw new SpaceError('CID_UNSUPPORTED', { cid: parsed.toString() })
  }
  return { digest, codec }
}
