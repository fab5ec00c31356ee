import { spanOf } from '../../solidity/ast.ts'
import { type Operator, replace } from './operator.ts'

const opposites: Readonly<Record<string, string>> = {
  add: 'sub',
  sub: 'add',
  and: 'or',
  or: 'and',
  lt: 'gt',
  gt: 'lt',
  shl: 'shr',
  shr: 'shl',
  mul: 'div',
  div: 'mul',
  eq: 'sub',
  iszero: 'not',
}

/** The same, where assembly is written: another instruction, one more than a number. */
export const replaceAssembly: Operator = ({ node, text }) => {
  if (node.nodeType === 'YulFunctionCall') {
    const name = node['functionName'] as { name: string; src: string }
    const other = opposites[name.name]
    const start = spanOf(node).start
    return other === undefined ? [] : [replace({ start, end: start + name.name.length }, other)]
  }
  if (node.nodeType !== 'YulLiteral' || node['kind'] !== 'number') return []
  return [replace(spanOf(node), `${BigInt(text(spanOf(node))) + 1n}`)]
}
