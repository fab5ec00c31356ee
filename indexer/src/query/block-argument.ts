import type { BlockPointer } from '../chain/chain-types.ts'
import { decodeError } from './filter-values.ts'
import { QueryError } from './query-error.ts'

/** The `block` argument of a root field. */
export type BlockConstraint =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'atLeast'; readonly number: number }
  | { readonly kind: 'hash'; readonly hash: string }

/** What resolving a constraint needs to know of the index. */
export type BlockLookup = {
  readonly deployment: string
  readonly head: BlockPointer
  findByHash(hash: string): BlockPointer | undefined
}

/** A block to answer at; `pointer` is absent where it was asked for by number. */
export type ResolvedBlock = { readonly number: number; readonly pointer?: BlockPointer }

/**
 * Reads a coerced `block` argument.
 *
 * @throws QueryError unless it holds exactly one key.
 */
export function readBlockConstraint(input: unknown): BlockConstraint | undefined {
  if (input === undefined || input === null) return undefined
  const entries = Object.entries(input).filter(([, value]) => value !== null)
  const [key, value] = entries[0] ?? []
  if (entries.length !== 1) {
    throw new QueryError('The `block` argument takes exactly one of `hash`, `number` and `number_gte`')
  }
  if (key === 'hash') return { kind: 'hash', hash: String(value).toLowerCase() }
  if (Number(value) < 0) throw decodeError(`block.${key}`, `block number ${value} is negative`)
  return { kind: key === 'number' ? 'number' : 'atLeast', number: Number(value) }
}

/**
 * Finds the block that a constraint means; none means the head.
 *
 * @throws QueryError if the index has not got that far, or knows no block of that hash.
 */
export function resolveBlock(constraint: BlockConstraint | undefined, lookup: BlockLookup): ResolvedBlock {
  const { head, deployment } = lookup
  if (constraint === undefined) return { number: head.number, pointer: head }
  if (constraint.kind === 'hash') {
    const hash = constraint.hash.startsWith('0x') ? constraint.hash : `0x${constraint.hash}`
    const pointer = lookup.findByHash(hash)
    if (pointer === undefined) throw decodeError('block.hash', 'no block with that hash found')
    return { number: pointer.number, pointer }
  }
  if (constraint.number > head.number) {
    const reason =
      `subgraph ${deployment} has only indexed up to block number ${head.number} ` +
      `and data for block number ${constraint.number} is therefore not yet available`
    throw decodeError(constraint.kind === 'number' ? 'block.number' : 'block.number_gte', reason)
  }
  return constraint.kind === 'number' ? { number: constraint.number } : { number: head.number, pointer: head }
}
