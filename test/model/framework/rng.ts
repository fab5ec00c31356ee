import { getBytes, id, toBeHex } from 'ethers'

/** A repeatable random number generator: the same text gives the same numbers. It is sfc32 (PractRand). */
export class Rng {
  readonly #state: Uint32Array

  constructor(seed: string) {
    const bytes = getBytes(id(seed))
    this.#state = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 16))
    for (let i = 0; i < 12; i++) this.#next()
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
    const s = this.#state as Uint32Array & Record<0 | 1 | 2 | 3, number>
    const sum = (s[0] + s[1] + s[3]) >>> 0
    s[3] += 1
    s[0] = s[1] ^ (s[1] >>> 9)
    s[1] = s[2] + (s[2] << 3)
    s[2] = ((s[2] << 21) | (s[2] >>> 11)) + sum
    return sum
  }
}
