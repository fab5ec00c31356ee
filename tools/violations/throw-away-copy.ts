import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  workspaces: string[]
}
const packages = globSync(workspaces, { cwd: root })

/** Path → what the file becomes, made from what it was (empty for a new file). */
export type Violations = Record<string, (before: string) => string>

/** A copy of the repository in which things may be broken. */
export type ThrowAwayCopy = {
  /** Runs `tools/check.ts` with files changed, and changes them back. */
  check(names: readonly string[], violations?: Violations): { status: number | null; output: string }
  remove(): void
}

/** Copies what git would commit; installed packages are linked, but the workspaces are those of the copy. */
export function makeThrowAwayCopy(): ThrowAwayCopy {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'space-checks-')))
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of listed.split('\0')) {
    if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(copy, file))
  }
  for (const folder of ['.', ...packages]) linkModules(folder, copy)
  mkdirSync(join(copy, 'node_modules/@space'))
  for (const folder of packages) {
    const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string }
    if (name.startsWith('@space/')) symlinkSync(join(copy, folder), join(copy, 'node_modules', name))
  }
  copyCompiledContracts(copy)
  // Biome, knip and the size check ask git what is ignored.
  execFileSync('git', ['init', '--quiet'], { cwd: copy })
  return {
    check(names, violations = {}) {
      const undo = Object.entries(violations).map(([file, change]) => apply(join(copy, file), change))
      try {
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          [join(copy, 'tools/check.ts'), ...names],
          { cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
        )
        return { status, output: `${stdout}${stderr}` }
      } finally {
        for (const restore of undo.reverse()) restore()
      }
    },
    remove: () => rmSync(copy, { recursive: true, force: true }),
  }
}

function linkModules(folder: string, copy: string): void {
  const from = join(root, folder, 'node_modules')
  if (!existsSync(from)) return
  const to = join(copy, folder, 'node_modules')
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    if (name !== '@space') symlinkSync(join(from, name), join(to, name))
  }
}

/** Spares the copy two minutes of compiling; Hardhat's cache names the sources by their full paths. */
function copyCompiledContracts(copy: string): void {
  for (const folder of ['artifacts', 'cache']) {
    if (existsSync(join(root, folder))) cpSync(join(root, folder), join(copy, folder), { recursive: true })
  }
  const cache = join(copy, 'cache/compile-cache.json')
  if (existsSync(cache)) writeFileSync(cache, readFileSync(cache, 'utf8').replaceAll(root, copy))
}

function apply(path: string, change: (before: string) => string): () => void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  const made = before === undefined ? mkdirSync(dirname(path), { recursive: true }) : undefined
  writeFileSync(path, change(before ?? ''))
  return () => {
    if (before !== undefined) writeFileSync(path, before)
    else rmSync(made ?? path, { recursive: true })
  }
}
