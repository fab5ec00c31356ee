import { pseudoRandomBytes } from '@space/sdk/testing'

const seed = Number(process.env['SPACE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/**
 * Numbers that follow from `SPACE_SEED`, which is printed, and the number of a stream: each process of a test has a
 * stream of its own.
 */
export function createRandom(stream: number) {
  console.error(`SPACE_SEED=${seed}`)
  let count = 0
  const fraction = () => {
    const [a = 0, b = 0, c = 0] = pseudoRandomBytes(seed + stream * 7919 + count++, 16).subarray(12)
    return (a + b * 2 ** 8 + c * 2 ** 16) / 2 ** 24
  }
  /** An integer from 0 up to, without, `limit`. */
  const below = (limit: number) => Math.floor(fraction() * limit)
  return { fraction, below }
}
