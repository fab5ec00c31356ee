import { createHash } from 'node:crypto'

/** What the numbers of this process follow from: `SPACE_SEED`, or drawn. */
export const seed = Number(process.env['SPACE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

let isPrinted = process.env['SPACE_SEED'] !== undefined

/** Prints a seed that was drawn, once, so that the run can be repeated with `SPACE_SEED`. */
function printSeed(): void {
  if (!isPrinted) console.log(`SPACE_SEED=${seed}`)
  isPrinted = true
}

/** Random values that can be repeated. */
export type Random = {
  /** Bytes. */
  bytes(sizeBytes: number): Buffer
  /** An integer from 0 up to, without, `limit`; at most 2³². */
  below(limit: number): number
  /** A number from 0 up to, without, 1. */
  fraction(): number
}

/**
 * Values that follow from a label and a seed, that of the run unless given, by SHAKE-256. What the SDK draws itself, keys
 * and secrets, comes from the system and cannot be repeated.
 */
export function createRandom(label: string, from = seed): Random {
  if (from === seed) printSeed()
  let count = 0
  const bytes = (sizeBytes: number) =>
    sizeBytes === 0
      ? Buffer.alloc(0)
      : createHash('shake256', { outputLength: sizeBytes }).update(`${from} ${label} ${count++}`).digest()
  const fraction = () => bytes(4).readUInt32LE() / 2 ** 32
  return { bytes, fraction, below: (limit) => Math.floor(fraction() * limit) }
}
