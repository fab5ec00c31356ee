import { toBeHex } from 'ethers'
import fc from 'fast-check'

const words = fc.noBias(fc.infiniteStream(fc.nat({ max: 0xffff_ffff }), { noHistory: true }))

/**
 * The random numbers of one call, by fast-check's generator: the same seed gives the same numbers. A call is drawn from
 * the state at its time, which no arbitrary knows: fast-check generates all commands before the first of them runs.
 */
export class Rng {
  readonly #words: Iterator<number>

  constructor(seed: number) {
    const [stream] = fc.sample(words, { seed, numRuns: 1 })
    this.#words = stream as Iterator<number>
  }

  /** A number from 0 up to, without, `count`. */
  below(count: number): number {
    return Math.floor((this.#next() / 2 ** 32) * count)
  }

  /** True with probability `share`. */
  chance(share: number): boolean {
    return this.#next() < share * 2 ** 32
  }

  /** One of the items, each as likely as the others. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('nothing to pick from')
    return items[this.below(items.length)] as Item
  }

  /** One of the items, as likely as its weight says. */
  weighted<Item>(items: readonly (readonly [number, Item])[]): Item {
    let left = this.below(items.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, item] of items) {
      if (left < weight) return item
      left -= weight
    }
    throw new Error('nothing to weigh')
  }

  /** Mostly what is right, now and then one of the others. */
  mostly<Item>(right: Item, others: readonly Item[], share = 0.9): Item {
    return others.length === 0 || this.chance(share) ? right : this.pick(others)
  }

  /** A 32-byte word. */
  word(): string {
    return `0x${Array.from({ length: 8 }, () => toBeHex(this.#next(), 4).slice(2)).join('')}`
  }

  #next(): number {
    return this.#words.next().value as number
  }
}
