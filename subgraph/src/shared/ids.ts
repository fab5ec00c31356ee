import { Bytes, ethereum } from '@graphprotocol/graph-ts'

/** `prefix` followed by `value` as four big-endian bytes, so that ids sort as the numbers do. */
export function appendNumber(prefix: Bytes, value: i32): Bytes {
  return prefix.concat(numberBytes(value as u64, 4))
}

/**
 * Id of what one event, or one row of its packed bytes, brought about: block (8 bytes), log index (4), row (4),
 * all big-endian. The order of the ids is the order in which things happened, so a list can be paged by `id_gt`.
 */
export function eventId(event: ethereum.Event, row: i32 = 0): Bytes {
  const block = numberBytes(event.block.number.toU64(), 8)
  return appendNumber(appendNumber(block, event.logIndex.toI32()), row)
}

/** `value` as big-endian bytes. */
export function numberBytes(value: u64, size: i32): Bytes {
  const bytes = new Bytes(size)
  for (let index = size - 1; index >= 0; index--) {
    bytes[index] = value as u8
    value >>= 8
  }
  return bytes
}
