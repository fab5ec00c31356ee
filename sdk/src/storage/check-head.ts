import { SpaceError } from '../errors/index.ts'
import { equalBytes, toHex } from '../utils/index.ts'
import { MAX_BLOCK_BYTES } from './check-block.ts'

/** Throws `INPUT_INVALID` unless a label has 32 bytes. */
export function checkLabel(label: Uint8Array): void {
  if (label.length !== 32) {
    throw new SpaceError('INPUT_INVALID', {
      what: 'The label of a head',
      reason: `it has ${label.length} bytes, not 32`,
    })
  }
}

/** Throws `INPUT_INVALID` unless a value fits: a head is never larger than a block. */
export function checkHeadValue(value: Uint8Array): void {
  if (value.length > MAX_BLOCK_BYTES) {
    throw new SpaceError('INPUT_INVALID', {
      what: 'The value of a head',
      reason: `it has ${value.length} bytes, more than ${MAX_BLOCK_BYTES}`,
    })
  }
}

/** Throws `HEAD_CONFLICT` unless the value under a label is the expected one; null stands for none. */
export function checkExpected(
  label: Uint8Array,
  current: Uint8Array | null,
  expected: Uint8Array | null,
): void {
  const same = current === null || expected === null ? current === expected : equalBytes(current, expected)
  if (!same) throw new SpaceError('HEAD_CONFLICT', { label: toHex(label) })
}
