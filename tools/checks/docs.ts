// Every public export has a description, every public function and class has an example, and all examples compile:
// those of docstrings, and the TypeScript blocks of guides and READMEs.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const packages = ['sdk', 'indexer', 'backends/pack', 'devnet']
const pages = ['README.md', '{sdk,indexer,devnet}/README.md', 'backends/*/README.md', 'docs/guides/*.md']
const root = resolve(import.meta.dirname, '../..')

type Example = { symbol: string; code: string }

function entryPoints(folder: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return Object.values(exports as Record<string, string>)
    .filter((target) => target.endsWith('.ts'))
    .map((target) => join(root, folder, target))
}

function needsExample(symbol: ts.Symbol): boolean {
  return (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0
}

function inspect(
  program: ts.Program,
  entry: string,
  problems: Set<string>,
  examples: Map<string, Example>,
): void {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) {
    problems.add(`${entry} exports nothing`)
    return
  }
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    // A namespace is a whole file, which says at its head what it is.
    if (symbol.flags & ts.SymbolFlags.ValueModule) continue
    const declaration = symbol.declarations?.[0]
    if (declaration === undefined) continue
    const file = declaration.getSourceFile().fileName
    // Types that come from a generator are described where they are generated from.
    if (file.includes('/typechain/') || file.includes('/node_modules/')) continue
    const place = `${file.slice(root.length + 1)}: ${symbol.name}`
    if (ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() === '') {
      problems.add(`${place} has no description`)
    }
    const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example')
    if (needsExample(symbol) && tags.length === 0) problems.add(`${place} has no example`)
    for (const tag of tags) {
      const code = /```ts\n([\s\S]*?)```/.exec(ts.displayPartsToString(tag.text))?.[1]
      if (code === undefined) problems.add(`${place} has an example without a ts block`)
      else examples.set(place, { symbol: place, code })
    }
  }
}

/** The TypeScript blocks of a page. */
function readBlocks(page: string): Example[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)]
  return blocks.map(([, code = ''], index) => ({ symbol: `${page}: block ${index + 1}`, code }))
}

/** What every example may take as given, so that none repeats how it is set up. */
const given = `import type { Address, Hex, Signer } from '@space/sdk'
import type { Chain } from '@space/sdk/chain'

declare global {
  const chain: Chain
  const signer: Signer
  const account: Address
  const folder: Hex
  const subject: Hex
  const digest: Hex
}
`

function compile(examples: Example[], options: ts.CompilerOptions): string[] {
  const folder = join(root, 'sdk', '.examples')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const files = examples.map(({ code }, index) => {
    const path = join(folder, `example-${index}.ts`)
    writeFileSync(path, `${code}\nexport {}\n`)
    return path
  })
  const setUp = join(folder, 'given.d.ts')
  writeFileSync(setUp, given)
  const program = ts.createProgram([setUp, ...files], { ...options, noUnusedLocals: false })
  const problems = files.flatMap((path, index) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(
        ({ messageText }) =>
          `${examples[index]?.symbol}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      ),
  )
  rmSync(folder, { recursive: true, force: true })
  return problems
}

const config = ts.getParsedCommandLineOfConfigFile(
  join(root, 'tsconfig.json'),
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '))
    },
  },
)
if (config === undefined) throw new Error('tsconfig.json cannot be read')
const entries = packages.flatMap(entryPoints)
const program = ts.createProgram(entries, config.options)
const problems = new Set<string>()
const examples = new Map<string, Example>()
for (const entry of entries) inspect(program, entry, problems, examples)
const blocks = globSync(pages, { cwd: root }).sort().flatMap(readBlocks)
const all = [...examples.values(), ...blocks]
for (const problem of compile(all, config.options)) problems.add(problem)
for (const problem of problems) console.error(problem)
console.log(`${all.length} examples compiled`)
process.exitCode = problems.size > 0 ? 1 : 0
