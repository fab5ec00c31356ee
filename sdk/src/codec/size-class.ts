/** One of the six lengths that a sealed block may have: 0 is 1 KiB, each step is four times more, 5 is 1 MiB. */
export type SizeClass = 0 | 1 | 2 | 3 | 4 | 5

/** Every size class, ascending. */
export const sizeClasses: readonly SizeClass[] = [0, 1, 2, 3, 4, 5]

/** What a sealed block needs besides its payload: header 4, commitment 32, type 1, length 4, tag 16. */
const BLOCK_OVERHEAD_BYTES = 57

/** Stored length of a block of a class (docs/spec/sealed-block.md). */
export function blockSizeBytes(sizeClass: SizeClass): number {
  return 1024 << (2 * sizeClass)
}

/** Longest payload of a block of a class. */
export function capacityBytes(sizeClass: SizeClass): number {
  return blockSizeBytes(sizeClass) - BLOCK_OVERHEAD_BYTES
}

/** Smallest class whose blocks hold a payload of that length, if there is one. */
export function smallestClass(payloadBytes: number): SizeClass | undefined {
  return sizeClasses.find((sizeClass) => payloadBytes <= capacityBytes(sizeClass))
}

/** Whether a value is a size class. */
export function isSizeClass(value: unknown): value is SizeClass {
  return sizeClasses.includes(value as SizeClass)
}
