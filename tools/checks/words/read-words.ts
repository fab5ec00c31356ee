import ts from 'typescript'

/** A piece of a file that the check of words reads. */
export type Piece = { kind: 'name' | 'text'; text: string; line: number }

// The tokens of a language; groups: comment, string with text for people, identifier.
const solidity = /(\/\/.*|\/\*[\s\S]*?\*\/)|"((?:[^"\\\n]|\\.)*)"|([A-Za-z_$][\w$]*)/g
const python = /(#.*|"""[\s\S]*?""")|"((?:[^"\\\n]|\\.)*)"|'(?:[^'\\\n]|\\.)*'|(?<![.\w])([A-Za-z_]\w*)/g
const graphql = /(#.*)|"""([\s\S]*?)"""|"(?:[^"\\\n]|\\.)*"|([A-Za-z_]\w*)/g

/** Reads the names and texts of a file; of a language that is not known, nothing. */
export function readPieces(path: string, text: string): Piece[] {
  if (/\.(ts|mjs|mts|tsx)$/.test(path)) return readScript(path, text)
  if (path.endsWith('.sol')) return readTokens(text, solidity)
  if (path.endsWith('.py')) return readTokens(text, python)
  if (path.endsWith('.graphql')) return readTokens(text, graphql)
  if (path.endsWith('.md')) return readHeadings(text)
  if (path.endsWith('.tree'))
    return text.split('\n').map((line, index) => ({ kind: 'text', text: line, line: index + 1 }))
  return []
}

/** `readPieces` and `READ_PIECES` as `read pieces`, `HTTPServer` as `http server`; a path word by word. */
export function splitName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase()
}

function readScript(path: string, text: string): Piece[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const pieces: Piece[] = []
  const add = (kind: Piece['kind'], node: ts.Node, content: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    pieces.push({ kind, text: content, line: line + 1 })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      if (isDeclared(node)) add('name', node, node.text)
    } else if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      if (/\s/.test(node.text)) add('text', node, node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return pieces
}

/** Whether the name is given here: names of libraries are used, not given. */
function isDeclared(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) || ts.isShorthandPropertyAssignment(parent)) return false
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent))
    return parent.propertyName !== undefined && parent.name === node
  return (parent as { name?: ts.Node }).name === node
}

function readTokens(text: string, tokens: RegExp): Piece[] {
  const pieces: Piece[] = []
  let line = 1
  let from = 0
  for (const match of text.matchAll(tokens)) {
    line += text.slice(from, match.index).split('\n').length - 1
    from = match.index
    const [, , literal, name] = match
    if (literal !== undefined && /\s/.test(literal)) pieces.push({ kind: 'text', text: literal, line })
    if (name !== undefined) pieces.push({ kind: 'name', text: name, line })
  }
  return pieces
}

function readHeadings(text: string): Piece[] {
  let isCode = false
  return text.split('\n').flatMap((line, index): Piece[] => {
    if (line.startsWith('```')) isCode = !isCode
    return !isCode && /^#+ /.test(line) ? [{ kind: 'text', text: line, line: index + 1 }] : []
  })
}
