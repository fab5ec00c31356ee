import { forgotten, named, paid, stored } from './ledger-logs.ts'
import type { MockLog } from './mock-chain.ts'

/** Whole numbers below a bound. */
export type RandomNumbers = (below: number) => number

/** Random numbers that a seed repeats (mulberry32). */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** Up to three events that create, change and remove a handful of entities. */
export function randomLogs(random: RandomNumbers): MockLog[] {
  return Array.from({ length: random(4) }, () => {
    switch (random(4)) {
      case 0:
        return named(random(5), `name ${random(100)}`)
      case 1:
        return forgotten(random(5))
      case 2:
        return stored(BigInt(random(3)), random(2) === 0)
      default:
        return paid(random(6), random(6), BigInt(random(5000)), `memo ${random(10)}`, [
          [random(6), 1, [2n, 3n]],
        ])
    }
  })
}
