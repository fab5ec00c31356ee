import { childOf, type Span, spanOf } from '../../solidity/ast.ts'
import { type Edit, type Operator, replace, type Site } from './operator.ts'

/** What each operator becomes. A comparison moves its boundary and turns round. */
const replacements: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '|=': ['&='],
  '&=': ['|='],
  '^=': ['&='],
  '<<=': ['>>='],
  '>>=': ['<<='],
}

/** Another operator between the same two operands. */
export const replaceBinary: Operator = (site) => {
  const { node } = site
  const sides =
    node.nodeType === 'BinaryOperation'
      ? [childOf(node, 'leftExpression'), childOf(node, 'rightExpression')]
      : node.nodeType === 'Assignment'
        ? [childOf(node, 'leftHandSide'), childOf(node, 'rightHandSide')]
        : []
  const [left, right] = sides
  if (left === undefined || right === undefined) return []
  const operator = String(node['operator'])
  const token = findToken(site, { start: spanOf(left).end, end: spanOf(right).start }, operator)
  return (replacements[operator] ?? []).map((other) => replace(token, other))
}

/** solc gives no place for the operator: it stands between its operands, beside brackets and perhaps comments. */
function findToken(site: Site, gap: Span, operator: string): Edit {
  const blank = (comment: string) => ' '.repeat(Buffer.byteLength(comment))
  const code = site.text(gap).replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, blank)
  const start = gap.start + Buffer.byteLength(code.slice(0, code.indexOf(operator)))
  return { start, end: start + operator.length, replacement: operator }
}
