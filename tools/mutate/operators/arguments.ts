import { type AstNode, listOf, spanOf, typeOf } from '../../solidity/ast.ts'
import { type Operator, replace } from './operator.ts'

/** Two neighbours of the same type in a call, an event, an error or a returned tuple change places. */
export const swapArguments: Operator = ({ node, around, text }) => {
  const values = valuesOf(node, around.at(-1))
  return values.slice(1).flatMap((second, index) => {
    const first = values[index] as AstNode
    const written = [first, second].map((value) => text(spanOf(value)))
    const types = [first, second].map((value) => widen(typeOf(value)))
    if (types[0] !== types[1] || written[0] === written[1]) return []
    const between = text({ start: spanOf(first).end, end: spanOf(second).start })
    const whole = { start: spanOf(first).start, end: spanOf(second).end }
    return [replace(whole, `${written[1]}${between}${written[0]}`)]
  })
}

function valuesOf(node: AstNode, outer: AstNode | undefined): AstNode[] {
  if (node.nodeType === 'FunctionCall' && node['kind'] !== 'typeConversion') return listOf(node, 'arguments')
  if (node.nodeType === 'TupleExpression' && outer?.nodeType === 'Return') return listOf(node, 'components')
  return []
}

/** A literal has a type of its own; two literals are as good as two numbers. */
function widen(type: string | undefined): string | undefined {
  return type?.startsWith('t_rational_') ? 't_rational' : type
}
