import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** A field to answer: the first node that asks for it and the selections of all nodes with its response key. */
export type CollectedField = {
  readonly key: string
  readonly node: FieldNode
  readonly selections: readonly SelectionSetNode[]
}

/**
 * Merges selection sets of one object type into its fields, in the order of the query (GraphQL specification,
 * CollectFields), with fragments expanded and `@skip` and `@include` applied. Every type condition holds, because
 * subgraph types share no interfaces and validation refuses impossible fragments.
 */
export function collectFields(
  selections: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
): CollectedField[] {
  const nodes = new Map<string, FieldNode[]>()
  const seen = new Set<string>()
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, variables)) continue
      if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value)
        if (fragment === undefined || seen.has(fragment.name.value)) continue
        seen.add(fragment.name.value)
        visit(fragment.selectionSet)
      } else {
        const key = selection.alias?.value ?? selection.name.value
        const same = nodes.get(key)
        if (same === undefined) nodes.set(key, [selection])
        else same.push(selection)
      }
    }
  }
  for (const set of selections) visit(set)
  return [...nodes].map(([key, same]) => ({
    key,
    node: same[0] as FieldNode,
    selections: same.flatMap((node) => node.selectionSet ?? []),
  }))
}

function isIncluded(node: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables)
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variables)
  return skip?.if !== true && include?.if !== false
}
