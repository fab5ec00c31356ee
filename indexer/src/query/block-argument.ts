import type { BlockPointer } from '../chain/chain-types.ts'
import { decodeError } from './filter-values.ts'
import { formatInput, type InputValue, type OnTrap, toPlain } from './input-value.ts'
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
  /** The block before the first one that is indexed. */
  readonly earliest: number
  readonly onTrap: OnTrap
  findByHash(hash: string): BlockPointer | undefined
}

/** A block to answer at; `pointer` is absent where it was asked for by number. */
export type ResolvedBlock = { readonly number: number; readonly pointer?: BlockPointer }

/**
 * Reads a coerced `block` argument; of several keys `hash` counts before `number` and that before `number_gte`.
 *
 * @throws QueryError if none of them has a value, or the hash is not hexadecimal.
 */
export function readBlockConstraint(input: InputValue | undefined): BlockConstraint | undefined {
  if (input === undefined || input.kind !== 'Object') return undefined
  const { hash, number, number_gte: atLeast } = toPlain(input) as Record<string, unknown>
  if (typeof hash === 'string' && /^(0x)?([0-9a-fA-F]{2})*$/.test(hash)) {
    return { kind: 'hash', hash: hash.toLowerCase() }
  }
  if (typeof hash !== 'string' && typeof number === 'number') return { kind: 'number', number }
  if (typeof hash !== 'string' && typeof atLeast === 'number') return { kind: 'atLeast', number: atLeast }
  throw new QueryError(`Invalid value provided for argument \`block\`: ${formatInput(input)}`)
}

/**
 * Finds the block that a constraint means; none means the head.
 *
 * @throws QueryError if the index has not got that far, or knows no block of that hash.
 */
export function resolveBlock(constraint: BlockConstraint | undefined, lookup: BlockLookup): ResolvedBlock {
  const { head, deployment, earliest } = lookup
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
  if (constraint.kind === 'number' && constraint.number < earliest) {
    const reason =
      `subgraph ${deployment} only has data starting at block number ${earliest} ` +
      `and data for block number ${constraint.number} is therefore not available`
    const error = decodeError('block.number', reason)
    if (constraint.number < 0) throw error
    lookup.onTrap(error.message)
  }
  return constraint.kind === 'number' ? { number: constraint.number } : { number: head.number, pointer: head }
}
