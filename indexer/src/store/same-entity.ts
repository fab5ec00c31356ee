import { decimalsEqual } from '../numbers/big-decimal.ts'
import type { EntityData, Value } from './store.ts'

/** Whether two states hold the same values; an absent field equals null. */
export function isSameEntity(a: EntityData, b: EntityData): boolean {
  for (const [name, value] of a) {
    if (!isSameValue(value, b.get(name) ?? null)) return false
  }
  for (const [name, value] of b) {
    if (value !== null && !a.has(name)) return false
  }
  return true
}

function isSameValue(a: Value, b: Value): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((element, index) => isSameValue(element, b[index] as Value))
    )
  }
  return decimalsEqual(a, b)
}
