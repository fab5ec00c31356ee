import { LRUCache } from 'lru-cache'

const LIMIT_BYTES = 16 * 1024 * 1024
/** Larger answers are not worth the room. */
const MAX_ENTRY_BYTES = 1024 * 1024
/** What a character of the key and the answer takes at most. */
const BYTES_PER_CHARACTER = 2

/** Answers to requests, for as long as nothing is committed to the index. */
export class AnswerCache {
  readonly #answers = new LRUCache<string, string>({
    maxSize: LIMIT_BYTES,
    maxEntrySize: MAX_ENTRY_BYTES,
    sizeCalculation: (answer, key) => 1 + BYTES_PER_CHARACTER * (answer.length + key.length),
  })
  readonly #readVersion: () => number
  #version = Number.NaN

  /** @param readVersion gives a number that changes with each commit. */
  constructor(readVersion: () => number) {
    this.#readVersion = readVersion
  }

  /** The answer to the request with that key. One during which something is committed is not kept. */
  getOrMake(key: string, make: () => string): string {
    const version = this.#readVersion()
    if (version !== this.#version) {
      this.#answers.clear()
      this.#version = version
    }
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const answer = make()
    if (this.#readVersion() === version) this.#answers.set(key, answer)
    return answer
  }
}
