// The SDK stays small in a browser, ethers included, and brings nothing of Node along.
//   node tools/checks/bundle.ts [ENTRY]    measures another entry, such as that of an installed package
//
// size-limit counts every chunk or the entry's alone; what matters is the entry with the chunks that it cannot start
// without, and one copy of each library.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type Plugin } from 'esbuild'

const root = resolve(import.meta.dirname, '../..')
const entry = resolve(process.argv[2] ?? join(root, 'sdk/src/index.ts'))
/** What is bundled, and how many bytes it may have after `gzip -9`. */
const bundles = [
  { name: 'everything', code: `export * from '${entry}'`, limitBytes: 150_000 },
  { name: 'openLink', code: `export { openLink } from '${entry}'`, limitBytes: 110_000 },
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

for (const { name, code, limitBytes } of bundles) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root, sourcefile: 'entry.js' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    absWorkingDir: root,
    outdir: root,
    write: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [oneOfEachVersion],
  })
  const start = startFiles(metafile, 'stdin.js')
  const sizeBytes = outputFiles
    .filter(({ path }) => start.has(path.slice(root.length + 1)))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
  console.log(`${name}: ${(sizeBytes / 1000).toFixed(1)} of ${limitBytes / 1000} KB, gzip -9`)
  const foreign = outsideImports(metafile)
  for (const path of foreign) console.error(`the bundle imports "${path}", which browsers do not have`)
  if (sizeBytes > limitBytes) console.error(`${name} is too large: import less, or import it later`)
  if (sizeBytes > limitBytes || foreign.length > 0) process.exitCode = 1
}

/** A file of the bundle and those that it cannot start without. */
function startFiles({ outputs }: Metafile, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const { kind, path, external } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) startFiles({ outputs } as Metafile, path, found)
  }
  return found
}

/** What the bundle expects to find outside of itself. */
function outsideImports({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports)
  const outside = imports.filter(({ external }) => external === true)
  // @hpke/common asks Node 18 for its WebCrypto where there is none in `globalThis`; no browser comes there.
  return outside
    .filter(({ kind, path }) => kind !== 'dynamic-import' || path !== 'crypto')
    .map(({ path }) => path)
}
