import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { QueryError } from './query-error.ts'

/**
 * Checks what graph-node checks of an operation by default (`graphql/src/execution/query.rs`): fields and types
 * exist, and no fragment contains itself. Everything else is ignored there and here. Returns all errors.
 */
export function validateSelections(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): QueryError[] {
  const errors: QueryError[] = []
  /** False while a fragment is being visited, true afterwards. */
  const visited = new Map<string, boolean>()
  const visit = (set: SelectionSetNode, type: GraphQLNamedType): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value
        if (name === '__typename') continue
        const field = fieldOf(schema, type, name)
        if (field === undefined) {
          errors.push(new QueryError(`Type \`${type.name}\` has no field \`${name}\``))
        } else if (selection.selectionSet !== undefined && isCompositeType(getNamedType(field.type))) {
          visit(selection.selectionSet, getNamedType(field.type))
        }
        continue
      }
      const spread = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined
      const fragment = spread === undefined ? selection : fragments.get(spread)
      if (fragment === undefined || fragment.kind === Kind.FRAGMENT_SPREAD) continue
      if (spread !== undefined) {
        const isDone = visited.get(spread)
        if (isDone === false) errors.push(new QueryError(`query has fragment cycle including \`${spread}\``))
        if (isDone !== undefined) continue
        visited.set(spread, false)
      }
      const condition = fragment.typeCondition?.name.value
      const target = condition === undefined ? type : schema.getType(condition)
      if (target === undefined) {
        errors.push(new QueryError(`Failed to resolve named type \`${condition}\``))
      } else {
        visit(fragment.selectionSet, target)
      }
      if (spread !== undefined) visited.set(spread, true)
    }
  }
  visit(operation.selectionSet, schema.getQueryType() as GraphQLNamedType)
  return errors
}

function fieldOf(schema: GraphQLSchema, type: GraphQLNamedType, name: string) {
  if (type === schema.getQueryType() && (name === '__schema' || name === '__type')) {
    const metaType = schema.getType(name === '__schema' ? '__Schema' : '__Type')
    return metaType === undefined ? undefined : { type: metaType }
  }
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}
