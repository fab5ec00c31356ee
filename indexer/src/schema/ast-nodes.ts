import type { ConstDirectiveNode } from 'graphql'

/** Line of a parsed node in its source, counted from 1. */
export function lineOf(node: {
  readonly loc?: { readonly startToken: { readonly line: number } } | undefined
}): number {
  return node.loc?.startToken.line ?? 0
}

/** The directive `name` of a node, if it carries it. */
export function findDirective(
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode | undefined {
  return node.directives?.find((directive) => directive.name.value === name)
}
