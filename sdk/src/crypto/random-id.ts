const idBytes = 16
const pool = new Uint8Array(256 * idBytes)
let used = pool.length

/** The id of a new file or directory: 16 random bytes, drawn in bulk because each draw has a price of its own. */
export function randomId(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += idBytes
  return pool.slice(used - idBytes, used)
}
