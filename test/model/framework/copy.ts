/** A copy of a model's state that shares nothing with it but what is frozen. */
export function copy<Value>(value: Value): Value {
  return copyAny(value) as Value
}

function copyAny(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, copyAny(item)]))
  if (value instanceof Set) return new Set(value)
  if (Array.isArray(value)) return value.map(copyAny)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyAny(item)]))
}
