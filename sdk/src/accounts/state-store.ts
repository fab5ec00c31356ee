/**
 * Private, durable state of one account on one device: the keystore, what it has seen, and upload journals.
 * Keys are paths of `[a-z0-9-]` parts joined by "/".
 */
export type StateStore = {
  /** The value of a key, if there is one. */
  read(key: string): Promise<Uint8Array | undefined>
  /** Replaces a value; after the promise resolves it survives a crash, and before that the old one does. */
  write(key: string, value: Uint8Array): Promise<void>
  /** Adds one record to a log; after the promise resolves it survives a crash. */
  append(key: string, record: Uint8Array): Promise<void>
  /** The whole records of a log, in order; a record that a crash cut off is left out. */
  readLog(key: string): Promise<Uint8Array[]>
  /** Removes a value or a log. */
  remove(key: string): Promise<void>
}

/**
 * State that lasts as long as the process.
 *
 * @example
 * ```ts
 * import { createMemoryState } from '@space/sdk'
 *
 * const state = createMemoryState()
 * await state.write('note', new TextEncoder().encode('hello'))
 * ```
 */
export function createMemoryState(): StateStore {
  const values = new Map<string, Uint8Array>()
  const logs = new Map<string, Uint8Array[]>()
  return {
    read: async (key) => values.get(key),
    write: async (key, value) => void values.set(key, value.slice()),
    append: async (key, record) => void logs.set(key, [...(logs.get(key) ?? []), record.slice()]),
    readLog: async (key) => [...(logs.get(key) ?? [])],
    remove: async (key) => {
      values.delete(key)
      logs.delete(key)
    },
  }
}
