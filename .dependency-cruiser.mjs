import { globSync, readFileSync } from 'node:fs'

/** What other packages may import: the sources that the manifests of the packages export. */
const entryPoints = globSync(['{sdk,indexer,devnet,subgraph}/package.json', 'backends/*/package.json'], {
  cwd: import.meta.dirname,
}).flatMap((path) => {
  const { exports = {} } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
  const folder = path.replace('package.json', '')
  return Object.values(exports).map((source) => `${folder}${source.replace(/^\.\//, '')}`)
})
const entryPoint = `^(${entryPoints.join('|').replaceAll('.', '\\.')})$`

/** The layers of `sdk/src`, lowest first. A folder may import from its own layer and from those below. */
const layers = [
  ['errors', 'utils'],
  ['platform', 'codec', 'crypto'],
  ['contracts', 'signers', 'storage', 'index-client'],
  ['chain', 'accounts'],
  ['folders', 'governance', 'archive'],
  ['client'],
  ['react', 'node', 'testing'],
]

const anyOf = (names) => `^sdk/src/(${names.join('|')})/`
const tests = '\\.test\\.ts$|^sdk/src/[^/]+/testing/|/test-support\\.ts$'

const upward = layers.slice(0, -1).map((names, level) => ({
  name: `sdk-layer-${level}-looks-up`,
  severity: 'error',
  comment: `${names.join(', ')} must not know the layers above`,
  from: { path: anyOf(names), pathNot: tests },
  to: { path: anyOf(layers.slice(level + 1).flat()) },
}))

/** Folders of one layer that must not know each other. */
const strangers = [...layers[2], ...layers[6]].map((name) => {
  const layer = layers.find((names) => names.includes(name))
  return {
    name: `sdk-${name}-knows-its-neighbours`,
    severity: 'error',
    comment: 'folders of this layer must not know each other',
    from: { path: `^sdk/src/${name}/`, pathNot: tests },
    to: { path: anyOf(layer.filter((other) => other !== name)) },
  }
})

/** The layers of `indexer/src`, lowest first; folders of one layer do not know each other. See indexer/README.md. */
const indexerLayers = [
  ['numbers', 'schema'],
  ['abi', 'chain'],
  ['store'],
  ['wasm', 'query'],
  ['manifest'],
  ['triggers'],
  ['runtime'],
]

const indexerTests = '\\.test\\.ts$|/testing/'

const indexerUpward = indexerLayers.flatMap((names, level) =>
  names.map((name) => {
    const others = indexerLayers
      .slice(level)
      .flat()
      .filter((other) => other !== name)
    return {
      name: `indexer-${name}-looks-up`,
      severity: 'error',
      comment: `${name} knows only the layers below it`,
      from: { path: `^indexer/src/${name}/`, pathNot: indexerTests },
      to: { path: `^indexer/src/((${['testing', ...others].join('|')})/|(index|main|start-indexer)\\.ts$)` },
    }
  }),
)

export default {
  forbidden: [
    ...indexerUpward,
    {
      name: 'indexer-base-looks-up',
      severity: 'error',
      comment: 'errors and hex are at the bottom',
      from: { path: '^indexer/src/(errors|hex)\\.ts$' },
      to: { path: '^indexer/src/', pathNot: '/(errors|hex)\\.ts$' },
    },
    {
      name: 'indexer-product-uses-tests',
      severity: 'error',
      from: { path: '^indexer/src/', pathNot: indexerTests },
      to: { path: '^indexer/src/[a-z/]*testing/' },
    },
    ...upward,
    ...strangers,
    {
      name: 'storage-knows-crypto',
      severity: 'error',
      comment: 'storage handles sealed bytes and must never hold a key',
      from: { path: '^sdk/src/storage/', pathNot: tests },
      to: { path: '^sdk/src/crypto/' },
    },
    {
      name: 'sdk-uses-node',
      severity: 'error',
      comment: 'only the Node and testing entry points and the Node half of the platform may use Node itself',
      from: {
        path: '^sdk/src/',
        pathNot: `^sdk/src/(node/|testing/|platform/[^/]+\\.node\\.ts$)|${tests}`,
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sdk-looks-outside',
      severity: 'error',
      from: { path: '^sdk/src/', pathNot: tests },
      to: { path: '^(test|deploy|apps|indexer|subgraph|scripts|tools|devnet|backends|bench|examples)/' },
    },
    {
      name: 'indexer-knows-space',
      severity: 'error',
      comment: 'the indexer runs any subgraph',
      from: { path: '^indexer/src/' },
      to: { path: '^(sdk|subgraph|contracts|deploy|test|scripts|tools|devnet|backends|apps)/' },
    },
    {
      name: 'inside-of-a-package',
      severity: 'error',
      comment: 'what is outside a package uses its public entry points',
      from: { path: '^(apps|scripts|tools|examples)/' },
      to: { path: '^(sdk|indexer)/src/', pathNot: '/index\\.ts$' },
    },
    {
      name: 'entry-points-only',
      severity: 'error',
      comment: 'a package is used by the entry points of its manifest; unit tests lie beside their source',
      from: { path: '^(apps/[^/]+|backends/[^/]+|bench|devnet|examples|test)/' },
      to: { path: '^(sdk|indexer|devnet|backends/[^/]+)/src/', pathNot: [entryPoint, '^$1/'] },
    },
    {
      name: 'tools-in-product-or-test',
      severity: 'error',
      comment: 'tools serve development; nothing that ships or is tested may need them',
      from: { path: '^(contracts|sdk|indexer|subgraph|deploy|devnet|backends|apps|examples|test|bench)/' },
      to: { path: '^tools/' },
    },
    {
      name: 'cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unresolved',
      severity: 'error',
      // Peers of the benchmarks have manifests of their own and are installed only to be measured.
      from: { pathNot: '/typechain/|^bench/(storage/run-helia|indexer/ponder/)' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|artifacts|cache|typechain)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
}
