import type { CID } from 'multiformats/cid'
import { compareBytes } from '../utils/index.ts'
import type { CborValue } from './cbor.ts'
import { type BlockCodec, blockCid, parseBlockCid } from './reference.ts'
import { Shape } from './shape.ts'

/** Most digests in one bucket of a forest node. */
export const BUCKET_SIZE = 3

/** Levels of a forest: one for each of the 64 nibbles of a digest. */
const MAX_FOREST_DEPTH = 64

/** Longest forest root. */
const FOREST_ROOT_MAX_BYTES = 1_048_576

/** So many objects of 41 bytes always fit into a root. */
export const FOREST_MAX_OBJECTS = 25_000

/** The list of a folder's live blocks: what storage must keep. Pin its root and everything is kept. */
export type ForestRoot = {
  /** Raised when blocks were dropped; lists are united inside one generation only. */
  generation: number
  /** Digest of the topmost node of sealed blocks. */
  blocks: Uint8Array
  /** Digests of records, passes, bindings and entries, sorted. */
  objects: readonly Uint8Array[]
}

/** What is behind one nibble: up to three digests, or the node of the next nibble. */
export type ForestItem =
  | { kind: 'bucket'; digests: readonly Uint8Array[] }
  | { kind: 'node'; digest: Uint8Array }

/** A node of the forest's hash trie, by nibble; absent where nothing is. */
export type ForestNode = ReadonlyMap<number, ForestItem>

const shape: Shape = new Shape('FOREST_INVALID')

/** The bytes of a forest root; its CID is what is pinned (docs/spec/forest.md). */
export function encodeForestRoot(root: ForestRoot): Uint8Array {
  shape.ascending(root.objects, compareBytes, 'its objects')
  const map = {
    t: 'forest',
    v: 1,
    g: root.generation,
    h: blockCid(root.blocks, 'dag-cbor'),
    x: root.objects.map((digest) => blockCid(digest, 'dag-cbor')),
  }
  return shape.encode(map, FOREST_ROOT_MAX_BYTES)
}

/** Reads a forest root; throws `FOREST_INVALID`. */
export function decodeForestRoot(bytes: Uint8Array): ForestRoot {
  const map = shape.object(bytes, {
    type: 'forest',
    ownsX: true,
    required: ['g', 'h', 'x'],
    maxBytes: FOREST_ROOT_MAX_BYTES,
  })
  const objects = shape.list(map.x, 'its list of objects').map((link) => digestOf(link, 'dag-cbor'))
  return {
    generation: shape.integer(map.g, 'its generation'),
    blocks: digestOf(map.h, 'dag-cbor'),
    objects: shape.ascending(objects, compareBytes, 'its objects'),
  }
}

/** The bytes of a forest node. */
export function encodeForestNode(node: ForestNode): Uint8Array {
  let bitmap = 0
  const items: CborValue[] = []
  for (const [nibble, item] of [...node].toSorted(([a], [b]) => a - b)) {
    bitmap |= 1 << nibble
    items.push(encodeItem(item))
  }
  return shape.encode({ b: bitmap, c: items })
}

/**
 * Reads a forest node below a prefix of nibbles. Digests must belong where they are, so that one
 * set has one root. Throws `FOREST_INVALID`.
 */
export function decodeForestNode(bytes: Uint8Array, prefix: readonly number[]): ForestNode {
  shape.check(prefix.length < MAX_FOREST_DEPTH, 'it is deeper than a digest is long')
  const map = shape.object(bytes, { required: ['b', 'c'] })
  const bitmap = shape.integer(map.b, 'its bitmap', 0xffff)
  const items = shape.list(map.c, 'its list')
  const nibbles = Array.from({ length: 16 }, (_, nibble) => nibble).filter((nibble) => bitmap & (1 << nibble))
  shape.check(items.length === nibbles.length, 'its bitmap and its list do not agree')
  const node = new Map(nibbles.map((nibble, i) => [nibble, decodeItem(items[i], [...prefix, nibble])]))
  shape.check(prefix.length === 0 || !fitsBucket(node), 'a node holds what belongs into a bucket')
  return node
}

/** The nibble of a digest at a depth, high half first. */
export function nibbleAt(digest: Uint8Array, depth: number): number {
  const byte = digest[depth >> 1] as number
  return depth % 2 === 0 ? byte >> 4 : byte & 15
}

function encodeItem(item: ForestItem): CborValue {
  if (item.kind === 'node') return blockCid(item.digest, 'dag-cbor')
  return item.digests.map((digest) => blockCid(digest, 'raw'))
}

function decodeItem(value: CborValue | undefined, prefix: readonly number[]): ForestItem {
  if (!Array.isArray(value)) return { kind: 'node', digest: digestOf(value, 'dag-cbor') }
  const digests = value.map((link: CborValue) => digestOf(link, 'raw'))
  shape.check(digests.length >= 1 && digests.length <= BUCKET_SIZE, 'a bucket has not 1 to 3 digests')
  shape.ascending(digests, compareBytes, 'the digests of a bucket')
  for (const digest of digests) {
    const belongs = prefix.every((nibble, depth) => nibbleAt(digest, depth) === nibble)
    shape.check(belongs, 'a digest is in the wrong place')
  }
  return { kind: 'bucket', digests }
}

function fitsBucket(node: ForestNode): boolean {
  let count = 0
  for (const item of node.values()) count += item.kind === 'bucket' ? item.digests.length : BUCKET_SIZE + 1
  return count <= BUCKET_SIZE
}

function digestOf(value: CborValue | undefined, codec: BlockCodec): Uint8Array {
  const cid: CID = shape.link(value, 'a reference')
  let reference: ReturnType<typeof parseBlockCid>
  try {
    reference = parseBlockCid(cid)
  } catch (cause) {
    shape.fail('it links to what Space does not store', cause)
  }
  shape.check(reference.codec === codec, `a link is not of codec ${codec}`)
  return reference.digest
}
