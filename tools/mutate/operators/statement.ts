import { type AstNode, childOf, listOf, spanOf } from '../../solidity/ast.ts'
import { type Operator, replace } from './operator.ts'

const jumpsAndEvents = new Set(['EmitStatement', 'RevertStatement', 'Continue', 'Break'])

/** Leaves out a check, an event, a store, a call, a jump, or an `if` that only reverts. */
export const deleteStatement: Operator = ({ node, around, text }) => {
  if (!isDeletable(node) || isLoopHead(node, around)) return []
  if (node.nodeType === 'RevertStatement' && isAllOfAnIf(around)) return []
  const { start, end } = spanOf(node)
  const semicolon = text({ start: end, end: end + 1 }) === ';' ? 1 : 0
  return [replace({ start, end: end + semicolon }, '{}')]
}

/** Leaves out what a modifier demands. */
export const deleteModifier: Operator = ({ node, around }) => {
  const isUsed = node.nodeType === 'ModifierInvocation' && node['kind'] === 'modifierInvocation'
  return isUsed && around.at(-1)?.nodeType === 'FunctionDefinition' ? [replace(spanOf(node), '')] : []
}

function isDeletable(node: AstNode): boolean {
  if (jumpsAndEvents.has(node.nodeType) || revertsOnly(node)) return true
  const expression = node.nodeType === 'ExpressionStatement' ? childOf(node, 'expression') : undefined
  return ['Assignment', 'FunctionCall', 'UnaryOperation'].includes(expression?.nodeType ?? '')
}

function revertsOnly(node: AstNode): boolean {
  if (node.nodeType !== 'IfStatement' || childOf(node, 'falseBody') !== undefined) return false
  const body = childOf(node, 'trueBody')
  if (body?.nodeType !== 'Block') return body?.nodeType === 'RevertStatement'
  const statements = listOf(body, 'statements')
  return statements.length === 1 && statements[0]?.nodeType === 'RevertStatement'
}

/** Such a revert falls with its `if`. */
function isAllOfAnIf(around: readonly AstNode[]): boolean {
  const outer = around.at(-1)?.nodeType === 'Block' ? around.at(-2) : around.at(-1)
  return outer !== undefined && revertsOnly(outer)
}

/** The steps of a `for` stand where no other statement may. */
function isLoopHead(node: AstNode, around: readonly AstNode[]): boolean {
  const outer = around.at(-1)
  if (outer?.nodeType !== 'ForStatement') return false
  return ['initializationExpression', 'loopExpression'].some((key) => childOf(outer, key)?.id === node.id)
}
