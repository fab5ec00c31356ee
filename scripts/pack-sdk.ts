// Builds the SDK as JavaScript with types into sdk/dist and packs it for npm. The last line is the tarball's path.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { packFolder } from './build/pack-folder.ts'

const root = resolve(import.meta.dirname, '..')
const sdk = join(root, 'sdk')
const dist = join(sdk, 'dist')
const manifest = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as Manifest

type Manifest = {
  exports: Record<string, string>
  imports: Record<string, Record<string, string>>
  [field: string]: unknown
}

rmSync(dist, { recursive: true, force: true })
compile([...Object.values(manifest.exports), ...Object.values(manifest.imports).flatMap(Object.values)])
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(), undefined, 2)}\n`)
writeFileSync(join(dist, 'README.md'), readme())
copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'))
console.log(packFolder(dist, sdk))

/** Compiles the entry points and what they import; tests and their helpers are left out by that. */
function compile(entries: readonly string[]): void {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const program = ts.createProgram(
    entries.map((entry) => join(sdk, entry)),
    {
      ...options,
      noEmit: false,
      declaration: true,
      rootDir: join(sdk, 'src'),
      outDir: dist,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
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
  console.error(
    ts.formatDiagnostics(problems, {
      getCanonicalFileName: (path) => path,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
  )
  process.exit(1)
}

/** The manifest of the workspace, with what was built in place of the sources. */
function publishedManifest(): object {
  const { devDependencies: _tools, scripts: _scripts, ...published } = manifest
  const built = (path: string) => path.replace(/^\.\/src\//, './').replace(/\.ts$/, '.js')
  const typed = (path: string) => ({ types: built(path).replace(/\.js$/, '.d.ts'), default: built(path) })
  const mapValues = <From, To>(values: Record<string, From>, map: (value: From) => To) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]))
  return {
    ...published,
    exports: mapValues(manifest.exports, typed),
    imports: mapValues(manifest.imports, (conditions) => mapValues(conditions, built)),
  }
}

/** What npm shows: the description, and the snippet of the repository's README. */
function readme(): string {
  const snippet = /<!-- snippet:sdk -->\n([\s\S]*?)<!-- \/snippet:sdk -->/.exec(
    readFileSync(join(root, 'README.md'), 'utf8'),
  )?.[1]
  if (snippet === undefined) throw new Error('README.md has no snippet between <!-- snippet:sdk --> marks')
  return `# ${manifest.name}\n\n${manifest.description}\n\n${snippet}`
}
