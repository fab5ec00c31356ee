import { FILE_FANOUT, fileLayout, MAX_FILE_HEIGHT } from './file-layout.ts'
import { POINTER_BYTES } from './pointer.ts'
import { Shape } from './shape.ts'
import { isSizeClass, type SizeClass } from './size-class.ts'

/** A file: how long it is, how it is cut, and where its chunks (or their indexes) are. */
export type FileNode = {
  sizeBytes: number
  chunkClass: SizeClass
  /** 64-byte pointers, one after the other. */
  pointers: Uint8Array
}

const shape: Shape = new Shape('FILE_INVALID')

/** The payload of a file node, block type 2 (docs/spec/file.md). */
export function encodeFileNode(node: FileNode): Uint8Array {
  checkLayout(node)
  const { sizeBytes, chunkClass, pointers } = node
  const { height } = fileLayout(sizeBytes, chunkClass)
  return shape.encode({ t: 'file', v: 1, n: sizeBytes, k: chunkClass, h: height, p: pointers })
}

/** Reads a file node; throws `FILE_INVALID`. */
export function decodeFileNode(payload: Uint8Array): FileNode {
  const map = shape.object(payload, { type: 'file', required: ['n', 'k', 'h', 'p'] })
  const chunkClass = map.k
  shape.check(isSizeClass(chunkClass), 'its chunk class does not exist')
  const node = {
    sizeBytes: shape.integer(map.n, 'its size'),
    chunkClass,
    pointers: shape.bytes(map.p, 'its list of pointers'),
  }
  checkLayout(node)
  const { height } = fileLayout(node.sizeBytes, chunkClass)
  shape.check(map.h === height, 'its height is not the least that fits its size')
  return node
}

/** The payload of a file index, block type 3: up to 1,000 pointers of the level below. */
export function decodeFileIndex(payload: Uint8Array, pointerCount: number): Uint8Array {
  shape.check(payload.length === pointerCount * POINTER_BYTES, `an index has not ${pointerCount} pointers`)
  return payload
}

function checkLayout({ sizeBytes, chunkClass, pointers }: FileNode): void {
  const { height, rootCount } = fileLayout(sizeBytes, chunkClass)
  shape.check(sizeBytes > 0 || chunkClass === 0, 'it is empty but its chunk class is not 0')
  shape.check(height <= MAX_FILE_HEIGHT, `it needs more than ${FILE_FANOUT} pointers at every level`)
  shape.check(pointers.length === rootCount * POINTER_BYTES, `it has not ${rootCount} pointers`)
}
