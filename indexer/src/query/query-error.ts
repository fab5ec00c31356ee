import type { ASTNode } from 'graphql'
import { getLocation } from 'graphql'

/** A query that cannot be answered; becomes an entry of `errors` in the response. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  /** Where in the query text, counted from 1. */
  readonly location: { readonly line: number; readonly column: number } | undefined

  constructor(message: string, location?: { readonly line: number; readonly column: number }) {
    super(message)
    this.location = location
  }
}

/** Line and column of a parsed node. */
export function locationOf(node: ASTNode): { line: number; column: number } {
  if (node.loc === undefined) return { line: 1, column: 1 }
  return getLocation(node.loc.source, node.loc.start)
}
