import { entryNameProblem } from '../../codec/entry-name.ts'

/** Where something goes: its path in the folder, or why it cannot go anywhere. */
export type TargetPath = { path: string[]; renamed: boolean } | { problem: string }

/**
 * Gives each path of a source its path in the folder. Names are brought into Unicode normal form C; of two names
 * that become equal by that, the later one gets a number. Everything below a renamed directory moves along.
 */
export class TargetPaths {
  readonly #directories = new Map<string, TargetPath>()
  readonly #namesIn = new Map<string, Set<string>>()

  /** Below a directory of the folder. */
  constructor(base: readonly string[]) {
    this.#directories.set('', { path: [...base], renamed: false })
  }

  /** Where a path of the source goes; always the same place. */
  resolve(path: string): TargetPath {
    const known = this.#directories.get(path)
    if (known !== undefined) return known
    const cut = path.lastIndexOf('/')
    const parent = this.resolve(path.slice(0, Math.max(cut, 0)))
    const target = 'problem' in parent ? parent : this.#placeIn(parent, path.slice(cut + 1))
    this.#directories.set(path, target)
    return target
  }

  #placeIn(parent: { path: string[]; renamed: boolean }, original: string): TargetPath {
    const name = original.normalize('NFC')
    const problem = entryNameProblem(name)
    if (problem !== undefined) return { problem }
    const key = parent.path.join('/')
    const taken = this.#namesIn.get(key) ?? new Set()
    this.#namesIn.set(key, taken)
    const free = findFreeName(name, taken)
    taken.add(free)
    return { path: [...parent.path, free], renamed: parent.renamed || free !== name }
  }
}

/** The name itself, or the first of "name (2).ext", "name (3).ext", … that is free and fits 255 bytes. */
function findFreeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  const dot = name.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  for (let number = 2; ; number++) {
    const suffix = ` (${number})${extension}`
    const candidate = shorten(stem, 255 - sizeOf(suffix)) + suffix
    if (!taken.has(candidate)) return candidate
  }
}

function shorten(text: string, maximumBytes: number): string {
  let short = text
  while (sizeOf(short) > maximumBytes) short = [...short].slice(0, -1).join('')
  return short.normalize('NFC')
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length
}
