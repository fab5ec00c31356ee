import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** An application in a folder where nothing else of this repository is. */
export type PackedApp = {
  readonly folder: string
  /** Runs a command in the folder and returns what it printed. Throws with that when it fails. */
  run(command: string, ...args: string[]): string
  remove(): void
}

/** What an application is made of. */
export type PackedAppOptions = {
  /** Packages of this repository, packed as npm publishes them. */
  packages: readonly string[]
  /** Development tools of this repository that it needs, in the same versions. */
  tools?: readonly string[]
  /** Folder of `examples` that is copied into it. */
  example?: string
}

/** Installs packed packages and the files of an example in an empty folder, with npm and its registry. */
export function createPackedApp({ packages, tools = [], example }: PackedAppOptions): PackedApp {
  const tarballs = packAll()
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'space-packed-')))
  const run = (command: string, ...args: string[]) => runIn(folder, command, args)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    if (example !== undefined) {
      const isSource = (path: string) => !/node_modules|artifacts|cache|package-lock|\.tgz$/.test(path)
      cpSync(join(root, 'examples', example), folder, { recursive: true, filter: isSource })
    }
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const wanted = packages.map((name) => {
      const tarball = tarballs.get(name)
      assert.ok(tarball, `${name} was packed`)
      return tarball
    })
    const versions = tools.map((name) => `${name}@${devDependencies[name]}`)
    run('npm', 'install', '--no-audit', '--no-fund', ...wanted, ...versions)
    return { folder, run, remove }
  } catch (error) {
    remove()
    throw error
  }
}

let packed: Map<string, string> | undefined

/** The tarball of each package by name; all are packed once in a process. */
function packAll(): Map<string, string> {
  if (packed !== undefined) return packed
  const folder = mkdtempSync(join(tmpdir(), 'space-tarballs-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const lines = runIn(root, process.execPath, ['scripts/pack.ts', '--to', folder]).trim().split('\n')
  packed = new Map(lines.map((line) => line.split(' ') as [string, string]))
  return packed
}

function runIn(folder: string, command: string, args: readonly string[]): string {
  // Node's runner runs nothing when it finds itself inside of a test.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env })
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}${error?.message ?? ''}`)
  return stdout
}
