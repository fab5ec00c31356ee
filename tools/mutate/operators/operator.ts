import type { AstNode, Span } from '../../solidity/ast.ts'

/** A replacement of a piece of source, in bytes. */
export type Edit = Span & { readonly replacement: string }

/** What an operator looks at. */
export type Site = {
  readonly node: AstNode
  /** The nodes around it, innermost last. */
  readonly around: readonly AstNode[]
  /** The source between two offsets. */
  text(span: Span): string
}

/** One way to break a program: the edits that it makes at a node. */
export type Operator = (site: Site) => Edit[]

/** Replaces a node by a text. */
export function replace(span: Span, replacement: string): Edit {
  return { start: span.start, end: span.end, replacement }
}
