import { childOf, spanOf } from '../../solidity/ast.ts'
import { type Operator, replace } from './operator.ts'

/** `++` and `--` change places; `!`, `-` and `~` vanish; `delete` is a statement and falls with it. */
export const replaceUnary: Operator = ({ node, text }) => {
  const operand = childOf(node, 'subExpression')
  if (node.nodeType !== 'UnaryOperation' || operand === undefined) return []
  const inner = text(spanOf(operand))
  const operator = String(node['operator'])
  if (operator === '++' || operator === '--') {
    const other = operator === '++' ? '--' : '++'
    return [replace(spanOf(node), node['prefix'] === true ? `${other}${inner}` : `${inner}${other}`)]
  }
  return operator === 'delete' ? [] : [replace(spanOf(node), `(${inner})`)]
}
