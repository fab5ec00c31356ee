import { u64 } from '../codec/integers.ts'
import { hashFramed } from './derive.ts'

/** A folder, named so that it exists once in the world. */
export type FolderLocation = {
  chainId: bigint
  /** 20-byte address of the Grants contract. */
  grants: Uint8Array
  /** 32-byte id of the folder: owner's address, then salt. */
  folder: Uint8Array
}

/**
 * The 32 bytes that stand for a folder in every key, record, pass and signature. They hold chain and
 * contract, because the same folder id may exist on several chains (docs/spec/epoch.md).
 *
 * @example
 * ```ts
 * const scope = deriveScope({ chainId: 31337n, grants, folder })
 * ```
 */
export function deriveScope({ chainId, grants, folder }: FolderLocation): Uint8Array {
  return hashFramed('scope', u64(chainId), grants, folder)
}
