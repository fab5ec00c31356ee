import { concatBytes, fromHex } from '../../utils/index.ts'

/**
 * Makes a folder id: the owner's address (20 bytes) and a random salt (12 bytes).
 * Nothing is sent: a folder exists on chain from its first grant or advance.
 *
 * @example
 * ```ts
 * import { createFolderId } from '@space/sdk/chain'
 *
 * const id = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * console.log(id.length) // 32
 * ```
 */
export function createFolderId(owner: string): Uint8Array {
  return concatBytes(fromHex(owner), crypto.getRandomValues(new Uint8Array(12)))
}
