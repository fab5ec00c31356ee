import { compareBytes } from '../utils/index.ts'
import type { CborValue } from './cbor.ts'
import { Shape } from './shape.ts'

/** How far the log of one author goes. */
export type LogPosition = {
  author: Uint8Array
  sequence: number
  /** Digest of the entry at that place. */
  entry: Uint8Array
}

const frontierShape: Shape = new Shape('FRONTIER_INVALID')

/** A list of log positions, which must be sorted by author. */
export function encodePositions(positions: readonly LogPosition[], shape: Shape): CborValue {
  return checkOrder(positions, shape).map(({ author, sequence, entry }) => [author, sequence, entry])
}

/** Reads a sorted list of log positions. */
export function decodePositions(value: CborValue | undefined, shape: Shape): readonly LogPosition[] {
  const positions = shape.list(value, 'the list of log positions').map((item) => {
    const [author, sequence, entry] = shape.list(item, 'a log position', 3)
    return {
      author: shape.bytes(author, 'the author of a log position', 32),
      sequence: shape.integer(sequence, 'the number of a log position'),
      entry: shape.bytes(entry, 'the entry of a log position', 32),
    }
  })
  return checkOrder(positions, shape)
}

/** The payload of a frontier, block type 6: where the logs stood when an epoch began (docs/spec/record.md). */
export function encodeFrontier(positions: readonly LogPosition[]): Uint8Array {
  return frontierShape.encode(encodePositions(positions, frontierShape))
}

/** Reads a frontier; throws `FRONTIER_INVALID`. */
export function decodeFrontier(payload: Uint8Array): readonly LogPosition[] {
  return decodePositions(frontierShape.decode(payload), frontierShape)
}

function checkOrder(positions: readonly LogPosition[], shape: Shape): readonly LogPosition[] {
  return shape.ascending(positions, (a, b) => compareBytes(a.author, b.author), 'its log positions')
}
