import type { CborValue } from './cbor.ts'
import { type Content, decodeContent, encodeContent } from './content.ts'
import { entryNameProblem } from './entry-name.ts'
import { type BlockPointer, decodePointer, encodePointer } from './pointer.ts'
import { Shape } from './shape.ts'

/** One thing in a directory. */
export type DirectoryEntry = {
  /** 16 random bytes that stay with the thing when it is moved or renamed. */
  id: Uint8Array
  name: string
  kind: 'directory' | 'file'
  modifiedMs: number
  content: Content
}

/** A part of a directory: its entries, or the parts below with the first name of each. */
export type DirectoryNode =
  | { level: 0; entries: readonly DirectoryEntry[] }
  | { level: number; children: readonly DirectoryChild[] }

/** A part of a directory as the part above names it. */
export type DirectoryChild = { firstName: string; pointer: BlockPointer }

const shape: Shape = new Shape('DIRECTORY_INVALID')
/** A name has 255 bytes and a node 1 MiB, so no directory needs more levels. */
const MAX_LEVEL = 15
const entryKeys: ReadonlySet<string> = new Set(['i', 'n', 'k', 'm', 'c'])

/**
 * Order of names in a directory: by their UTF-8 bytes, which is the order of their code points. Names must be
 * well-formed.
 */
export function compareNames(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const unitA = a.charCodeAt(i)
    const unitB = b.charCodeAt(i)
    if (unitA !== unitB) return codePointRank(unitA) - codePointRank(unitB)
  }
  return a.length - b.length
}

/** Ranks UTF-16 units like the code points that they stand for: that of a surrogate is above all others. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}

/** The payload of a directory node, block type 1 (docs/spec/directory.md). */
export function encodeDirectory(node: DirectoryNode): Uint8Array {
  checkOrder(node)
  const items = 'entries' in node ? node.entries.map(encodeEntry) : node.children.map(encodeChild)
  return shape.encode({ t: 'dir', v: 1, l: node.level, e: items })
}

/** Reads a directory node; throws `DIRECTORY_INVALID`. */
export function decodeDirectory(payload: Uint8Array): DirectoryNode {
  const map = shape.object(payload, { type: 'dir', required: ['l', 'e'] })
  const level = shape.integer(map.l, 'its level', MAX_LEVEL)
  const items = shape.list(map.e, 'its list')
  const node: DirectoryNode =
    level === 0 ? { level: 0, entries: items.map(decodeEntry) } : { level, children: items.map(decodeChild) }
  checkOrder(node)
  return node
}

function encodeEntry(entry: DirectoryEntry): CborValue {
  checkEntry(entry)
  return {
    i: entry.id,
    n: entry.name,
    k: entry.kind === 'file' ? 1 : 0,
    m: entry.modifiedMs,
    c: encodeContent(entry.content, shape),
  }
}

function decodeEntry(value: CborValue): DirectoryEntry {
  const map = shape.map(value, 'an entry')
  shape.onlyKeys(map, entryKeys, 'an entry')
  const kind = shape.integer(map.k, 'the kind of an entry', 1)
  const entry: DirectoryEntry = {
    id: shape.bytes(map.i, 'the id of an entry', 16),
    name: shape.text(map.n, 'the name of an entry'),
    kind: kind === 1 ? 'file' : 'directory',
    modifiedMs: shape.integer(map.m, 'the time of an entry'),
    content: decodeContent(map.c, shape),
  }
  checkEntry(entry)
  return entry
}

function encodeChild(child: DirectoryChild): CborValue {
  return [child.firstName, encodePointer(child.pointer)]
}

function decodeChild(value: CborValue): DirectoryChild {
  const [name, pointer] = shape.list(value, 'a child', 2)
  return {
    firstName: shape.text(name, 'the first name of a child'),
    pointer: decodePointer(pointer, 'a child', shape),
  }
}

function checkEntry(entry: DirectoryEntry): void {
  const problem = entryNameProblem(entry.name)
  shape.check(problem === undefined, `the name of an entry is not usable, ${problem}`)
  shape.check(
    entry.id.length === 16 && entry.id.some((byte) => byte !== 0),
    'an entry has the id of the root',
  )
  shape.check(entry.kind === 'file' || entry.content.kind === 'node', 'a directory is not a node of its own')
}

function checkOrder(node: DirectoryNode): void {
  if ('entries' in node) {
    shape.ascending(
      node.entries.map((entry) => entry.name),
      compareNames,
      'its names',
    )
    return
  }
  shape.check(node.level > 0 && node.children.length > 0, 'an upper part has no children')
  for (const { firstName } of node.children) {
    const problem = entryNameProblem(firstName)
    shape.check(problem === undefined, `the first name of a child is not usable, ${problem}`)
  }
  shape.ascending(
    node.children.map((child) => child.firstName),
    compareNames,
    'its first names',
  )
}
