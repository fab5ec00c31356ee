import ts from 'typescript'

/** The numbers of the lines, from 1 on, on which JavaScript has more than comments, imports and closing brackets. */
export function findCodeLines(text: string): number[] {
  const source = ts.createSourceFile('source.js', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  const lines = new Set<number>()
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return
    const children = node.getChildren(source)
    if (children.length > 0) children.forEach(visit)
    else if (!/^[)\]},;]*$/.test(node.getText(source)))
      lines.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1)
  }
  visit(source)
  return [...lines].sort((a, b) => a - b)
}
