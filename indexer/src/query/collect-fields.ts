import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { readLiteral, type Variables } from './input-value.ts'
import { QueryError } from './query-error.ts'

/** A field to answer: the first node that asks for it and the selections of all nodes with its response key. */
export type CollectedField = {
  readonly key: string
  readonly node: FieldNode
  /** Further nodes with the same response key. */
  readonly others: readonly FieldNode[]
  readonly selections: readonly SelectionSetNode[]
}

/** What selections are resolved with. */
export type SelectionScope = {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly variables: Variables
}

/**
 * Merges selection sets of one object type into its fields, in the order of the query, with fragments expanded and
 * `@skip` and `@include` applied. Fragments on another type select nothing. Of two fields with one response key the
 * first counts, with the selections of both (graph-node merges without comparing them).
 */
export function collectFields(
  selections: readonly SelectionSetNode[],
  typeName: string,
  { fragments, variables }: SelectionScope,
): CollectedField[] {
  const nodes = new Map<string, FieldNode[]>()
  const seen = new Set<string>()
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const same = nodes.get(key)
        if (same === undefined) nodes.set(key, [selection])
        else same.push(selection)
        continue
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      if (fragment === undefined) throw new QueryError(`Unknown fragment \`${fragmentName(selection)}\``)
      if ('name' in fragment) {
        if (seen.has(fragment.name.value)) continue
        seen.add(fragment.name.value)
      }
      const condition = fragment.typeCondition?.name.value ?? typeName
      if (condition === typeName) visit(fragment.selectionSet)
    }
  }
  for (const set of selections) visit(set)
  return [...nodes].map(([key, same]) => ({
    key,
    node: same[0] as FieldNode,
    others: same.slice(1),
    selections: same.flatMap((node) => node.selectionSet ?? []),
  }))
}

function fragmentName(selection: SelectionNode): string {
  return 'name' in selection ? (selection.name?.value ?? '') : ''
}

/** A directive without `if` leaves its field out, and a condition that is no Boolean is ignored, as in graph-node. */
function isIncluded(node: SelectionNode, variables: Variables): boolean {
  for (const directive of node.directives ?? []) {
    const name = directive.name.value
    if (name !== 'skip' && name !== 'include') continue
    const argument = directive.arguments?.find((candidate) => candidate.name.value === 'if')
    if (argument === undefined) return false
    const condition = readLiteral(argument.value, variables, () => {})
    if (condition.kind === 'Boolean' && condition.value === (name === 'skip')) return false
  }
  return true
}

/**
 * Refuses to merge selections on different types.
 *
 * @param typeOf type of a field of the type that the selection is on.
 */
export function checkMerge(
  { node, others }: CollectedField,
  typeOf: (name: string) => GraphQLOutputType | undefined,
): void {
  const nameOf = (name: string) => {
    const type = getNamedType(typeOf(name))
    return isCompositeType(type) ? type.name : undefined
  }
  for (const other of others) {
    const name = nameOf(other.name.value)
    if (name !== undefined && name !== nameOf(node.name.value)) {
      throw new QueryError(
        `invalid query: can not merge fields because type \`${name}\` showed up unexpectedly`,
      )
    }
  }
}
