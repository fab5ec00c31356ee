import { IndexerError } from '../errors.ts'

/** One type of the Solidity ABI (https://docs.soliditylang.org/en/latest/abi-spec.html). */
export type AbiType =
  | { readonly kind: 'address' | 'bool' | 'bytes' | 'string' | 'function' }
  | { readonly kind: 'int' | 'uint'; readonly bits: number }
  | { readonly kind: 'fixedBytes'; readonly size: number }
  | { readonly kind: 'array'; readonly item: AbiType }
  | { readonly kind: 'fixedArray'; readonly item: AbiType; readonly length: number }
  | { readonly kind: 'tuple'; readonly items: readonly AbiType[] }

/** A parameter as an ABI's JSON gives it. */
export type AbiParameter = {
  readonly name?: string
  readonly type: string
  readonly indexed?: boolean
  readonly components?: readonly AbiParameter[]
}

/** Reads the type of a JSON parameter, `tuple` with its components. */
export function parseAbiParameter(parameter: AbiParameter): AbiType {
  if (!parameter.type.startsWith('tuple')) return parseAbiType(parameter.type)
  const items = (parameter.components ?? []).map(parseAbiParameter)
  return parseSuffixes({ kind: 'tuple', items }, parameter.type.slice('tuple'.length), parameter.type)
}

/** Reads a type in text form, tuples as `(a,b)`, e.g. `(address,uint256[])[2]`. */
export function parseAbiType(text: string): AbiType {
  const bare = text.trim()
  const tuple = bare.startsWith('tuple(') ? bare.slice('tuple'.length) : bare
  if (!tuple.startsWith('(')) {
    const [, name = '', suffixes = ''] = /^([a-z0-9]+)(.*)$/.exec(tuple) ?? []
    return parseSuffixes(parseElementary(name, text), suffixes, text)
  }
  const end = closingParenthesis(tuple, text)
  const items = splitTypes(tuple.slice(1, end)).map(parseAbiType)
  return parseSuffixes({ kind: 'tuple', items }, tuple.slice(end + 1), text)
}

/** Canonical text of a type as it enters signatures. */
export function formatAbiType(type: AbiType): string {
  switch (type.kind) {
    case 'int':
    case 'uint':
      return `${type.kind}${type.bits}`
    case 'fixedBytes':
      return `bytes${type.size}`
    case 'array':
      return `${formatAbiType(type.item)}[]`
    case 'fixedArray':
      return `${formatAbiType(type.item)}[${type.length}]`
    case 'tuple':
      return `(${type.items.map(formatAbiType).join(',')})`
    default:
      return type.kind
  }
}

/** Whether a value of the type is stored behind an offset. */
export function isDynamic(type: AbiType): boolean {
  switch (type.kind) {
    case 'bytes':
    case 'string':
    case 'array':
      return true
    case 'fixedArray':
      return type.length > 0 && isDynamic(type.item)
    case 'tuple':
      return type.items.some(isDynamic)
    default:
      return false
  }
}

/** Bytes that a value of the type takes in the head of a sequence. */
export function headSize(type: AbiType): number {
  if (isDynamic(type)) return 32
  if (type.kind === 'fixedArray') return type.length * headSize(type.item)
  if (type.kind === 'tuple') return type.items.reduce((sum, item) => sum + headSize(item), 0)
  return 32
}

/** Splits `a,(b,c)[],d` at its top-level commas. */
export function splitTypes(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')') depth--
    else if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  if (start < text.length || parts.length > 0) parts.push(text.slice(start))
  return parts
}

function closingParenthesis(text: string, whole: string): number {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return i
  }
  throw unknownType(whole)
}

function parseElementary(name: string, whole: string): AbiType {
  if (name === 'address' || name === 'bool' || name === 'bytes' || name === 'string' || name === 'function') {
    return { kind: name }
  }
  const [, family, digits] = /^(u?int|bytes)([1-9][0-9]*)?$/.exec(name) ?? []
  const count = Number(digits ?? 256)
  if ((family === 'int' || family === 'uint') && count % 8 === 0 && count <= 256)
    return { kind: family, bits: count }
  if (family === 'bytes' && count <= 32) return { kind: 'fixedBytes', size: count }
  throw unknownType(whole)
}

function parseSuffixes(base: AbiType, suffixes: string, whole: string): AbiType {
  let type = base
  let rest = suffixes
  while (rest !== '') {
    const match = /^\[([0-9]*)\]/.exec(rest)
    if (match === null) throw unknownType(whole)
    type =
      match[1] === ''
        ? { kind: 'array', item: type }
        : { kind: 'fixedArray', item: type, length: Number(match[1]) }
    rest = rest.slice(match[0].length)
  }
  return type
}

function unknownType(text: string): IndexerError {
  return new IndexerError('build-invalid', `"${text}" is not an ABI type. Check the ABI files of the build.`)
}

/** Numbers of the kinds of `ethereum.Value` in graph-ts (graph-ts, `chain/ethereum.ts`). */
export const AbiKind = {
  address: 0,
  fixedBytes: 1,
  bytes: 2,
  int: 3,
  uint: 4,
  bool: 5,
  string: 6,
  fixedArray: 7,
  array: 8,
  tuple: 9,
  function: 10,
} as const

/** A decoded ABI value, tagged as mappings see it. */
export type AbiValue =
  | { readonly kind: 0 | 1 | 2 | 10; readonly value: Uint8Array }
  | { readonly kind: 3 | 4; readonly value: bigint }
  | { readonly kind: 5; readonly value: boolean }
  | { readonly kind: 6; readonly value: string }
  | { readonly kind: 7 | 8 | 9; readonly value: readonly AbiValue[] }
