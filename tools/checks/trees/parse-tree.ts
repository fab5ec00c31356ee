/** A tree as `contracts/names/trees/README.md` describes it: the function, and the name of each leaf's test. */
export type Tree = { functionName: string; leaves: string[]; faults: string[] }

type Line = { number: number; level: number; isLast: boolean; text: string }

/** Reads a `.tree` file. What breaks the rules of writing is a fault with its line. */
export function parseTree(content: string): Tree {
  const [functionName = '', ...rows] = content.trimEnd().split('\n')
  const faults: string[] = []
  const lines: Line[] = []
  for (const [index, row] of rows.entries()) {
    const [, indent, branch, text] = /^((?:│ {3}| {4})*)(├── |└── )(\S.*)$/.exec(row) ?? []
    if (indent === undefined || branch === undefined || text === undefined)
      faults.push(`line ${index + 2}: not a branch: ${row}`)
    else lines.push({ number: index + 2, level: indent.length / 4, isLast: branch.startsWith('└'), text })
  }

  const leaves: string[] = []
  const path: string[] = []
  for (const [index, line] of lines.entries()) {
    const following = lines[index + 1]
    const isParent = (following?.level ?? -1) > line.level
    faults.push(
      ...faultsOf(line, isParent, lines.slice(index + 1)).map((fault) => `line ${line.number}: ${fault}`),
    )
    if (line.level > path.length) faults.push(`line ${line.number}: hangs in the air`)
    path.length = Math.min(line.level, path.length)
    path.push(camelCase(line.text.replace(/^it /, '')))
    if (!isParent) leaves.push([capitalize(functionName), ...path].join('_'))
  }
  return { functionName, leaves, faults }
}

function faultsOf({ level, isLast, text }: Line, isParent: boolean, later: readonly Line[]): string[] {
  const faults: string[] = []
  const isLeaf = text.startsWith('it ')
  if (!isLeaf && !/^(given|when) /.test(text)) faults.push(`begins with neither given, when nor it: ${text}`)
  if (isLeaf === isParent)
    faults.push(isLeaf ? `a leaf with branches: ${text}` : `a condition without a leaf: ${text}`)
  const end = later.findIndex((line) => line.level < level)
  const hasSibling = later.slice(0, end === -1 ? undefined : end).some((line) => line.level === level)
  if (hasSibling === isLast) faults.push(`${isLast ? '└── with' : '├── without'} a branch after it: ${text}`)
  return faults
}

/** Every word with a capital letter, what is no letter or digit left out. */
export function camelCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map(capitalize)
    .join('')
}

/** The first letter as a capital. */
export function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
