/** Longer keys are not worth their memory. */
const MAX_KEY_LENGTH = 32 * 1024

/** Values made from texts; keeps the `limit` most recently used, and none for very long texts. */
export class TextCache<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The value of `text`, made if it is not kept. */
  getOrMake(text: string, make: () => Value): Value {
    const value = this.#entries.get(text) ?? make()
    if (text.length > MAX_KEY_LENGTH) return value
    this.#entries.delete(text)
    this.#entries.set(text, value)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) break
      this.#entries.delete(oldest)
    }
    return value
  }
}
