import { encode } from '@ipld/dag-cbor'
import { varint } from 'multiformats'
import type { CID } from 'multiformats/cid'
import { concatBytes } from '../../utils/index.ts'

/** The head of a CARv1 file with one root (IPLD specification, Content Addressable aRchives version 1). */
export function encodeCarHeader(root: CID): Uint8Array {
  const header = encode({ roots: [root], version: 1 })
  return concatBytes(encodeLength(header.length), header)
}

/** What stands before the bytes of a block in a CARv1 file: the length of CID and bytes, then the CID. */
export function encodeCarSectionHead({ bytes }: CID, sizeBytes: number): Uint8Array {
  return concatBytes(encodeLength(bytes.length + sizeBytes), bytes)
}

function encodeLength(length: number): Uint8Array {
  return varint.encodeTo(length, new Uint8Array(varint.encodingLength(length)))
}
