import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { listPackages, type Manifest, type Package } from './list-packages.ts'

const root = join(import.meta.dirname, '../..')

/** What a package may bring besides its sources: `scripts/copy-assets.ts` in its folder exports this. */
type CopyAssets = { copyAssets(dist: string): Promise<void> | void }

/**
 * Builds a package as JavaScript with its types into its folder `dist`, ready to be packed. The packages that it depends
 * on must be built. Throws what the compiler reports.
 */
export async function buildPackage({ folder, manifest }: Package): Promise<string> {
  const dist = join(folder, 'dist')
  rmSync(dist, { recursive: true, force: true })
  const { exports = {}, imports = {}, bin = {} } = manifest
  const entries = [
    ...Object.values(exports),
    ...Object.values(imports).flatMap(Object.values),
    ...Object.values(bin),
  ]
  compile(folder, entries)
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`)
  copyFileSync(join(folder, 'README.md'), join(dist, 'README.md'))
  copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'))
  const assets = join(folder, 'scripts/copy-assets.ts')
  if (existsSync(assets)) {
    const { copyAssets } = (await import(pathToFileURL(assets).href)) as CopyAssets
    await copyAssets(dist)
  }
  return dist
}

/** Compiles the entry points and what they import; tests and their helpers are left out by that. */
function compile(folder: string, entries: readonly string[]): void {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const program = ts.createProgram(
    entries.map((entry) => join(folder, entry)),
    {
      ...options,
      noEmit: false,
      declaration: true,
      rootDir: join(folder, 'src'),
      outDir: join(folder, 'dist'),
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      paths: builtPackages(folder),
    },
  )
  const { diagnostics } = program.emit(undefined, (path, text) => {
    mkdirSync(dirname(path), { recursive: true })
    // The compiler rewrites relative imports in JavaScript, and leaves them as they are in declarations.
    const built = path.endsWith('.d.ts')
      ? text.replace(/((?:from |import\()['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js')
      : text
    writeFileSync(path, built)
  })
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  if (problems.length === 0) return
  throw new Error(
    ts.formatDiagnostics(problems, {
      getCanonicalFileName: (path) => path,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
  )
}

/** Where the compiler finds the built types of the other packages. */
function builtPackages(folder: string): Record<string, string[]> {
  const others = listPackages().filter((other) => other.folder !== folder)
  return Object.fromEntries(
    others.flatMap(({ folder, manifest }) =>
      Object.entries(manifest.exports ?? {}).map(([entry, source]) => [
        `${manifest.name}${entry.slice(1)}`,
        [join(folder, 'dist', toTypes(source))],
      ]),
    ),
  )
}

/** The manifest of the workspace, with what was built in place of the sources. */
function publishedManifest(manifest: Manifest): object {
  const {
    devDependencies: _tools,
    scripts: _scripts,
    files: _sources,
    types: _types,
    exports,
    imports,
    bin,
    ...published
  } = manifest
  const typed = (source: string) => ({ types: toTypes(source), default: toScript(source) })
  return {
    ...published,
    ...(exports === undefined ? {} : { exports: mapValues(exports, typed) }),
    ...(imports === undefined
      ? {}
      : { imports: mapValues(imports, (conditions) => mapValues(conditions, toScript)) }),
    ...(bin === undefined ? {} : { bin: mapValues(bin, toScript) }),
    ...(Array.isArray(manifest.sideEffects) ? { sideEffects: manifest.sideEffects.map(toScript) } : {}),
  }
}

function toScript(source: string): string {
  return source.replace(/^\.\/src\//, './').replace(/\.ts$/, '.js')
}

function toTypes(source: string): string {
  return toScript(source).replace(/\.js$/, '.d.ts')
}

function mapValues<From, To>(values: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]))
}
