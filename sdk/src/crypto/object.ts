import { sha256 } from '@noble/hashes/sha2.js'

/** An object in clear as it is stored: its bytes and their SHA-256, by which others refer to it. */
export type StoredObject = { digest: Uint8Array; bytes: Uint8Array }

/** Takes objects one after the other; when it resolves there is room for the next. */
export type ObjectSink = (object: StoredObject) => Promise<void> | void

/** Gives an object its digest. */
export function storedObject(bytes: Uint8Array): StoredObject {
  return { digest: sha256(bytes), bytes }
}
