/** What the state word of a folder says about its key. */
type KeyState = {
  epoch: number
  narrowed: number
  /** From then on a new epoch is owed. */
  dueAt: Date | undefined
  /** A new epoch is owed already. */
  stale: boolean
}

/** The state word of `Grants`, LSB first: keyEpoch 32, narrowed 32, generation 16, dueAt 40, flags 8 (bit 1 stale). */
export function decodeState(word: bigint): KeyState {
  const field = (shift: bigint, width: bigint) => Number((word >> shift) & (2n ** width - 1n))
  const dueAt = field(80n, 40n)
  return {
    epoch: field(0n, 32n),
    narrowed: field(32n, 32n),
    dueAt: dueAt === 0 ? undefined : new Date(dueAt * 1000),
    stale: field(121n, 1n) === 1,
  }
}
