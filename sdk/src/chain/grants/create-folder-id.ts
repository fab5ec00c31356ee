import { concatBytes, fromHex, type Hex, toHex } from '../../utils/index.ts'
import { checkAddress } from '../check-argument.ts'

/**
 * Makes a folder id: the owner's address (20 bytes) and a random salt (12 bytes).
 * Nothing is sent: a folder exists on chain from its first grant or advance.
 *
 * @example
 * ```ts
 * import { createFolderId } from '@space/sdk/chain'
 *
 * const id = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * console.log(id.length) // 66: 0x and 32 bytes
 * ```
 */
export function createFolderId(owner: Hex): Hex {
  const salt = crypto.getRandomValues(new Uint8Array(12))
  return toHex(concatBytes(fromHex(checkAddress(owner, 'owner')), salt))
}
