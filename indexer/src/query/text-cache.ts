import { LRUCache } from 'lru-cache'

/** Longer keys are not worth their memory. */
const MAX_KEY_LENGTH = 32 * 1024

/** Values made from texts; keeps the `limit` most recently used, and none for very long texts. */
export class TextCache<Value extends object> {
  readonly #values: LRUCache<string, Value>

  constructor(limit: number) {
    this.#values = new LRUCache({ max: limit })
  }

  /** The value of `text`, made if it is not kept. */
  getOrMake(text: string, make: () => Value): Value {
    const known = this.#values.get(text)
    if (known !== undefined) return known
    const value = make()
    if (text.length <= MAX_KEY_LENGTH) this.#values.set(text, value)
    return value
  }
}
