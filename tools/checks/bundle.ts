// The default entry of the SDK, ethers included, stays small in a browser and brings nothing of Node along, and so does
// what only opens a link.
//   node tools/checks/bundle.ts [ENTRY]    measures another entry, such as that of an installed package
import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type Plugin } from 'esbuild'

type Outputs = Metafile['outputs']

const root = resolve(import.meta.dirname, '../..')
const entryPoint = resolve(process.argv[2] ?? join(root, 'sdk/src/index.ts'))

/** What a page may load before it starts: one that imports everything, and one that only opens a link. */
const limits = [
  { name: 'the whole entry', code: `export * from '${entryPoint}'`, limitBytes: 150_000 },
  { name: 'openLink alone', code: `export { openLink } from '${entryPoint}'`, limitBytes: 110_000 },
]

/**
 * The tools of this repository pin other versions of some libraries, so that npm repeats equal ones below each of the
 * SDK's dependencies. Whoever installs the SDK alone gets one of each, and that is what is measured.
 */
const oneOfEachVersion: Plugin = {
  name: 'one-of-each-version',
  setup(bundler) {
    const places = new Map<string, string>()
    bundler.onResolve({ filter: /^[@\w]/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === oneOfEachVersion) return undefined
      const found = await bundler.resolve(path, { ...from, pluginData: oneOfEachVersion })
      const parts = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))(\/.*)$/.exec(found.path)
      if (found.errors.length > 0 || parts === null) return undefined
      const [, place, name, file] = parts as unknown as [string, string, string, string]
      const { version } = JSON.parse(readFileSync(`${place}/package.json`, 'utf8'))
      const first = places.get(`${name}@${version}`) ?? place
      places.set(`${name}@${version}`, first)
      return { ...found, path: `${first}${file}` }
    })
  },
}

for (const limit of limits) await measure(limit)

async function measure({ name, code, limitBytes }: (typeof limits)[number]): Promise<void> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    absWorkingDir: root,
    outdir: resolve(root, 'dist'),
    write: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [oneOfEachVersion],
  })
  const { outputs } = metafile
  const files = outputFiles.map(({ path, contents }) => ({
    path: relative(root, path),
    sizeBytes: gzipSync(contents, { level: 9 }).length,
  }))
  const entry = files.find(({ path }) => outputs[path]?.entryPoint === '<stdin>')?.path as string
  const atStart = startFiles(outputs, entry)
  const startBytes = files
    .filter(({ path }) => atStart.has(path))
    .reduce((sum, file) => sum + file.sizeBytes, 0)

  console.log(`${name}: ${kilobytes(startBytes)} of ${kilobytes(limitBytes)}, gzip -9`)
  for (const { path, sizeBytes } of files) {
    if (!atStart.has(path)) console.log(`  ${kilobytes(sizeBytes)} later: ${path}`)
  }
  console.log('  largest inputs, minified:')
  for (const [input, sizeBytes] of largestInputs(outputs, atStart, 5)) {
    console.log(`    ${kilobytes(sizeBytes)} ${input}`)
  }
  const foreign = outsideImports(outputs)
  for (const path of foreign) console.error(`the bundle imports "${path}", which browsers do not have`)
  if (startBytes > limitBytes) console.error(`${name} is too large: import less, or import it later`)
  if (startBytes > limitBytes || foreign.length > 0) process.exitCode = 1
}

/** A file of the bundle and those that it cannot start without. */
function startFiles(outputs: Outputs, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const { kind, path, external } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) startFiles(outputs, path, found)
  }
  return found
}

/** The packages, or folders of the SDK, that most of the bundle comes from. */
function largestInputs(outputs: Outputs, atStart: Set<string>, count: number): [string, number][] {
  const sizes = new Map<string, number>()
  for (const path of atStart) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]
      const name = inPackage ?? input.split('/').slice(0, 3).join('/')
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput)
    }
  }
  return [...sizes].sort(([, a], [, b]) => b - a).slice(0, count)
}

/** What the bundle expects to find outside of itself. */
function outsideImports(outputs: Outputs): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports)
  const outside = imports.filter(({ external }) => external === true)
  // @hpke/common asks Node 18 for its WebCrypto where there is none in `globalThis`; no browser comes there.
  return outside
    .filter(({ kind, path }) => kind !== 'dynamic-import' || path !== 'crypto')
    .map(({ path }) => path)
}

function kilobytes(sizeBytes: number): string {
  return `${(sizeBytes / 1000).toFixed(1)} KB`
}
