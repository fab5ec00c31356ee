import { createHash } from 'node:crypto'
import { type AstNode, type Span, spanOf, walk } from '../solidity/ast.ts'
import { swapArguments } from './operators/arguments.ts'
import { replaceAssembly } from './operators/assembly.ts'
import { replaceBinary } from './operators/binary.ts'
import { negateCondition, takeBranch } from './operators/condition.ts'
import { replaceConstant } from './operators/constant.ts'
import type { Edit, Operator } from './operators/operator.ts'
import { deleteModifier, deleteStatement } from './operators/statement.ts'
import { replaceUnary } from './operators/unary.ts'

/** A source with one thing broken. */
export type Mutant = Edit & {
  /** Made of the file, the place and the replacement. */
  readonly id: string
  readonly file: string
  readonly operator: string
  /** `Contract.function`, or the contract alone. */
  readonly where: string
  readonly line: number
  /** The lines of the function, first and last. */
  readonly lines: readonly [number, number]
  readonly original: string
}

const operators: Readonly<Record<string, Operator>> = {
  operator: replaceBinary,
  unary: replaceUnary,
  constant: replaceConstant,
  condition: negateCondition,
  branch: takeBranch,
  statement: deleteStatement,
  modifier: deleteModifier,
  arguments: swapArguments,
  assembly: replaceAssembly,
}

/** Every mutant of a file, in the order of the file; the same text in the same place comes once. */
export function listMutants(file: string, text: string, ast: AstNode): Mutant[] {
  const bytes = Buffer.from(text)
  const read = ({ start, end }: Span) => bytes.subarray(start, end).toString()
  const lineAt = (offset: number) => read({ start: 0, end: offset }).split('\n').length
  const mutants = new Map<string, Mutant>()
  walk(ast, (node, around) => {
    const home = findHome([...around, node])
    if (home === undefined) return
    for (const [operator, apply] of Object.entries(operators)) {
      for (const edit of apply({ node, around, text: read })) {
        const id = idOf(file, edit)
        if (mutants.has(id)) continue
        const span = spanOf(home.node)
        mutants.set(id, {
          ...edit,
          id,
          file,
          operator,
          where: home.name,
          line: lineAt(edit.start),
          lines: [lineAt(span.start), lineAt(span.end)],
          original: read(edit),
        })
      }
    }
  })
  return [...mutants.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}

/** The text of the file with the mutant's edit made. */
export function applyMutant(text: string, { start, end, replacement }: Edit): string {
  const bytes = Buffer.from(text)
  return `${bytes.subarray(0, start)}${replacement}${bytes.subarray(end)}`
}

/** The innermost function, or the contract or constant that stands alone. */
function findHome(path: readonly AstNode[]): { node: AstNode; name: string } | undefined {
  const contract = path.find(({ nodeType }) => nodeType === 'ContractDefinition')
  const inner = path.find(({ nodeType }) =>
    ['FunctionDefinition', 'ModifierDefinition', 'VariableDeclaration'].includes(nodeType),
  )
  const node = inner ?? contract
  if (node === undefined) return undefined
  const names = [contract?.['name'], inner?.['name'] || inner?.['kind']]
  return { node, name: names.filter((name) => typeof name === 'string' && name !== '').join('.') }
}

function idOf(file: string, { start, end, replacement }: Edit): string {
  return createHash('sha256').update(`${file}:${start}:${end}:${replacement}`).digest('hex').slice(0, 12)
}
