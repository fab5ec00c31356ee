import type { Violations } from './throw-away-copy.ts'

/** The layers of docs/architecture.md, lowest first, written down a second time on purpose. */
const layers = [
  ['errors', 'utils'],
  ['platform', 'codec', 'crypto'],
  ['contracts', 'signers', 'storage', 'index-client'],
  ['chain', 'accounts'],
  ['folders', 'governance', 'archive'],
  ['client'],
  ['react', 'node', 'testing'],
]
const folders = layers.flat()
/** The layers of indexer/README.md, likewise. */
const indexerLayers = [
  ['numbers', 'schema'],
  ['abi', 'chain'],
  ['store'],
  ['wasm', 'query'],
  ['manifest'],
  ['triggers'],
  ['runtime'],
]
const outside = [
  'test',
  'deploy',
  'apps',
  'indexer',
  'subgraph',
  'scripts',
  'tools',
  'devnet',
  'backends',
  'bench',
  'examples',
]
const hiddenFromIndexer = [
  'sdk',
  'subgraph',
  'contracts',
  'deploy',
  'test',
  'scripts',
  'tools',
  'devnet',
  'backends',
  'apps',
]

/** Files that import everything from everywhere, and each import that must be refused as `rule: from → to`. */
export function violateLayers(): { violations: Violations; refused: string[] } {
  const violations: Violations = {}
  const refused: string[] = []
  const add = (file: string, imports: readonly string[]) => {
    violations[file] = () => `${imports.map((target) => `import '${target}'\n`).join('')}export {}\n`
  }
  for (const folder of folders) {
    add(`sdk/src/${folder}/violation.ts`, [])
    const others = folders.filter((other) => other !== folder)
    add(`sdk/src/${folder}/imports.ts`, ['node:fs', ...others.map((other) => `../${other}/violation.ts`)])
    for (const other of others) {
      const rule = brokenRule(folder, other)
      if (rule !== undefined)
        refused.push(`${rule}: sdk/src/${folder}/imports.ts → sdk/src/${other}/violation.ts`)
    }
    if (folder !== 'node' && folder !== 'testing')
      refused.push(`sdk-uses-node: sdk/src/${folder}/imports.ts → fs`)
  }

  for (const folder of new Set([...outside, ...hiddenFromIndexer])) add(`${folder}/violation.ts`, [])
  add(
    'sdk/src/utils/outside.ts',
    outside.map((folder) => `../../../${folder}/violation.ts`),
  )
  for (const folder of outside) {
    refused.push(`sdk-looks-outside: sdk/src/utils/outside.ts → ${folder}/violation.ts`)
  }
  add(
    'indexer/src/imports.ts',
    hiddenFromIndexer.map((folder) => `../../${folder}/violation.ts`),
  )
  for (const folder of hiddenFromIndexer) {
    refused.push(`indexer-knows-space: indexer/src/imports.ts → ${folder}/violation.ts`)
  }

  for (const rule of ['sdk/src/utils/outside.ts', 'indexer/src/imports.ts'])
    refused.push(`tools-in-product-or-test: ${rule} → tools/violation.ts`)
  for (const folder of ['deploy', 'devnet', 'backends', 'apps', 'examples', 'test', 'bench']) {
    add(`${folder}/uses-tools.ts`, ['../tools/violation.ts'])
    refused.push(`tools-in-product-or-test: ${folder}/uses-tools.ts → tools/violation.ts`)
  }

  const outsidePackages = ['apps/other', 'backends/other', 'bench', 'devnet', 'examples/other', 'test']
  for (const folder of outsidePackages) {
    const up = folder.includes('/') ? '../..' : '..'
    add(`${folder}/inside.ts`, [`${up}/sdk/src/index.ts`, `${up}/sdk/src/utils/violation.ts`])
    refused.push(`entry-points-only: ${folder}/inside.ts → sdk/src/utils/violation.ts`)
    if (/^(apps|examples)/.test(folder))
      refused.push(`inside-of-a-package: ${folder}/inside.ts → sdk/src/utils/violation.ts`)
  }

  add('indexer/src/testing/violation.ts', [])
  for (const [level, names] of indexerLayers.entries()) {
    for (const folder of names) {
      const others = indexerLayers.flat().filter((other) => other !== folder)
      const imports = `indexer/src/${folder}/imports.ts`
      add(`indexer/src/${folder}/violation.ts`, [])
      add(
        imports,
        ['testing', ...others].map((other) => `../${other}/violation.ts`),
      )
      for (const other of ['testing', ...indexerLayers.slice(level).flat()].filter(
        (other) => other !== folder,
      ))
        refused.push(`indexer-${folder}-looks-up: ${imports} → indexer/src/${other}/violation.ts`)
      refused.push(`indexer-product-uses-tests: ${imports} → indexer/src/testing/violation.ts`)
    }
  }
  violations['indexer/src/hex.ts'] = (before) => `import './numbers/violation.ts'\n${before}`
  refused.push('indexer-base-looks-up: indexer/src/hex.ts → indexer/src/numbers/violation.ts')

  add('indexer/src/violation.ts', [])
  add('scripts/imports.ts', [
    '../sdk/src/index.ts',
    '../indexer/src/index.ts',
    '../sdk/src/utils/violation.ts',
    '../indexer/src/violation.ts',
  ])
  refused.push('inside-of-a-package: scripts/imports.ts → sdk/src/utils/violation.ts')
  refused.push('inside-of-a-package: scripts/imports.ts → indexer/src/violation.ts')

  add('test/circle.ts', ['./around.ts'])
  add('test/around.ts', ['./circle.ts'])
  refused.push('cycle: test/around.ts → test/circle.ts')
  add('test/lost.ts', ['./nowhere.ts'])
  refused.push('unresolved: test/lost.ts → ./nowhere.ts')
  return { violations, refused }
}

function brokenRule(from: string, to: string): string | undefined {
  const level = levelOf(from)
  if (levelOf(to) > level) return `sdk-layer-${level}-looks-up`
  if (levelOf(to) === level && (level === 2 || level === 6)) return `sdk-${from}-knows-its-neighbours`
  return from === 'storage' && to === 'crypto' ? 'storage-knows-crypto' : undefined
}

function levelOf(folder: string): number {
  return layers.findIndex((names) => names.includes(folder))
}
