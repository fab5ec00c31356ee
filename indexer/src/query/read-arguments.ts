import { type FieldNode, type GraphQLArgument, isNonNullType } from 'graphql'
import { coerceInput, type InputValue, type OnTrap, readLiteral, type Variables } from './input-value.ts'
import { QueryError } from './query-error.ts'

/**
 * Reads the arguments of a field that its definition knows; others are ignored, and of one given twice the first
 * counts, as in graph-node. Defaults are left to the caller.
 *
 * @throws QueryError for a value that does not fit, or a missing one that must not be null.
 */
export function readArguments(
  definitions: readonly GraphQLArgument[],
  node: FieldNode,
  variables: Variables,
  onTrap: OnTrap,
): Map<string, InputValue> {
  const read = new Map<string, InputValue>()
  for (const { name, type, defaultValue } of definitions) {
    const given = node.arguments?.find((argument) => argument.name.value === name)
    if (given === undefined) {
      if (isNonNullType(type) && defaultValue === undefined) {
        throw new QueryError(`No value provided for required argument: \`${name}\``)
      }
      continue
    }
    read.set(name, coerceInput(name, readLiteral(given.value, variables, onTrap), type, onTrap))
  }
  return read
}
