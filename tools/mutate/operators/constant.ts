import { childOf, spanOf, typeOf } from '../../solidity/ast.ts'
import { type Operator, replace } from './operator.ts'

/**
 * One more and one less than a number; the other truth value; a text that is not the same. The value of a constant is
 * one number: what it is made of is left alone.
 */
export const replaceConstant: Operator = ({ node, around, text }) => {
  if (node.nodeType === 'VariableDeclaration' && node['constant'] === true) {
    const value = childOf(node, 'value')
    if (value === undefined || !/^t_u?int\d+$/.test(typeOf(node) ?? '')) return []
    const inner = text(spanOf(value))
    return [`(${inner}) + 1`, `(${inner}) - 1`].map((other) => replace(spanOf(value), other))
  }
  if (node.nodeType !== 'Literal') return []
  const span = spanOf(node)
  const written = text(span)
  switch (node['kind']) {
    case 'bool':
      return [replace(span, written === 'true' ? 'false' : 'true')]
    case 'string':
      return [replace(span, written.length > 2 ? `${written.slice(0, -1)}~"` : '"~"')]
    case 'number': {
      const isPart = around.some(
        (outer) => outer.nodeType === 'VariableDeclaration' && /^t_u?int\d+$/.test(typeOf(outer) ?? ''),
      )
      const isConstant = isPart && around.some((outer) => outer['constant'] === true)
      // An address is a number of which one bit is as good as another.
      if (isConstant || typeOf(node) === 't_address') return []
      return written === '0'
        ? [replace(span, '1')]
        : [`(${written} + 1)`, `(${written} - 1)`].map((other) => replace(span, other))
    }
    default:
      return []
  }
}
