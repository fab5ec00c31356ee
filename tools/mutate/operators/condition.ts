import { type AstNode, childOf, spanOf } from '../../solidity/ast.ts'
import { type Operator, replace } from './operator.ts'

const comparisons = new Set(['<', '<=', '>', '>=', '==', '!='])

/** Negates what decides; a comparison and a negation are turned round by their own operators. */
export const negateCondition: Operator = ({ node, text }) => {
  const condition = isDecision(node) ? childOf(node, 'condition') : undefined
  if (condition === undefined) return []
  if (condition.nodeType === 'BinaryOperation' && comparisons.has(String(condition['operator']))) return []
  if (condition.nodeType === 'UnaryOperation' && condition['operator'] === '!') return []
  const span = spanOf(condition)
  return [replace(span, `!(${text(span)})`)]
}

/** One branch of `condition ? a : b`, whatever the condition says. */
export const takeBranch: Operator = ({ node, text }) => {
  if (node.nodeType !== 'Conditional') return []
  return ['trueExpression', 'falseExpression'].flatMap((key) => {
    const branch = childOf(node, key)
    return branch === undefined ? [] : [replace(spanOf(node), `(${text(spanOf(branch))})`)]
  })
}

function isDecision(node: AstNode): boolean {
  return ['IfStatement', 'WhileStatement', 'ForStatement', 'Conditional'].includes(node.nodeType)
}
