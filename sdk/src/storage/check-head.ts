import { SpaceError } from '../errors/index.ts'
import { equalBytes, toHex } from '../utils/index.ts'
import { MAX_BLOCK_BYTES } from './check-block.ts'
import type { VerifyHead } from './types.ts'

/**
 * Throws `INPUT_INVALID` unless a label has 32 bytes.
 *
 * @example
 * ```ts
 * import { checkLabel } from '@space/sdk/storage'
 *
 * checkLabel(new Uint8Array(32))
 * ```
 */
export function checkLabel(label: Uint8Array): void {
  if (label.length !== 32) {
    throw new SpaceError('INPUT_INVALID', {
      what: 'The label of a head',
      reason: `it has ${label.length} bytes, not 32`,
    })
  }
}

/**
 * Throws `INPUT_INVALID` unless a value fits: a head is never larger than a block.
 *
 * @example
 * ```ts
 * import { checkHeadValue } from '@space/sdk/storage'
 *
 * checkHeadValue(new Uint8Array(128))
 * ```
 */
export function checkHeadValue(value: Uint8Array): void {
  if (value.length > MAX_BLOCK_BYTES) {
    throw new SpaceError('INPUT_INVALID', {
      what: 'The value of a head',
      reason: `it has ${value.length} bytes, more than ${MAX_BLOCK_BYTES}`,
    })
  }
}

/**
 * Throws `HEAD_CONFLICT` unless the value under a label is the expected one; null stands for none.
 *
 * @example
 * ```ts
 * import { checkExpected } from '@space/sdk/storage'
 *
 * checkExpected(new Uint8Array(32), null, null)
 * ```
 */
export function checkExpected(
  label: Uint8Array,
  current: Uint8Array | null,
  expected: Uint8Array | null,
): void {
  const same = current === null || expected === null ? current === expected : equalBytes(current, expected)
  if (!same) throw new SpaceError('HEAD_CONFLICT', { label: toHex(label) })
}

/**
 * Throws `HEAD_REFUSED` unless the check that a store was given confirms a value; without one it takes any.
 *
 * @example
 * ```ts
 * import { checkHeadSignature } from '@space/sdk/storage'
 *
 * await checkHeadSignature(new Uint8Array(32), new Uint8Array(), undefined)
 * ```
 */
export async function checkHeadSignature(
  label: Uint8Array,
  value: Uint8Array,
  verifyHead: VerifyHead | undefined,
): Promise<void> {
  if (verifyHead === undefined || (await verifyHead(label, value))) return
  throw new SpaceError('HEAD_REFUSED', { label: toHex(label) })
}
