/** A node of solc's syntax tree, as far as the scripts read it. */
export type AstNode = {
  readonly id: number
  readonly nodeType: string
  /** `offset:length:file`, counted in bytes. */
  readonly src: string
  readonly [key: string]: unknown
}

/** Where a node stands in its file, in bytes. */
export type Span = { readonly start: number; readonly end: number }

/** Whether a value is a node. */
export function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value
}

/** The node's place. */
export function spanOf(node: AstNode): Span {
  const [start = 0, length = 0] = node.src.split(':').map(Number)
  return { start, end: start + length }
}

/** The child under `key`, if it is a node. */
export function childOf(node: AstNode, key: string): AstNode | undefined {
  const value = node[key]
  return isNode(value) ? value : undefined
}

/** The nodes of the list under `key`. */
export function listOf(node: AstNode, key: string): AstNode[] {
  const value = node[key]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** Visits a node and all below it, outermost first, with the nodes around each (innermost last). */
export function walk(
  node: AstNode,
  visit: (node: AstNode, around: readonly AstNode[]) => void,
  around: readonly AstNode[] = [],
): void {
  visit(node, around)
  const inside = [...around, node]
  for (const value of Object.values(node)) {
    if (isNode(value)) walk(value, visit, inside)
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) walk(item, visit, inside)
  }
}

/** solc's name of the type of an expression, such as `t_uint256`. */
export function typeOf(node: AstNode | undefined): string | undefined {
  const types = node?.['typeDescriptions'] as { typeIdentifier?: string } | undefined
  return types?.typeIdentifier
}
