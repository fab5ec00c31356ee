import { type DirectoryEdit, editDirectory } from '../tree/edit.ts'
import type { JournaledFile } from './journal.ts'

/** An entry is published when the log's record of the changes has grown to about this size. */
const fullBytes = 400_000

/** About what a change takes besides names and inlined content. */
const changeOverheadBytes = 160

/** Changes of an upload that are to become one entry. */
export class StagedChanges {
  #edit: DirectoryEdit = new Map()
  #digests: Uint8Array[] = []
  #sizeBytes = 0
  /** Times of all directories that the upload brought so far, also with earlier entries. */
  readonly #timesMs = new Map<string, number>()

  /** Whether they are enough for an entry. */
  get isFull(): boolean {
    return this.#sizeBytes >= fullBytes
  }

  get isEmpty(): boolean {
    return this.#edit.size === 0
  }

  /** Adds a directory, which may be there already. */
  addDirectory(path: readonly string[], modifiedMs: number): void {
    this.#timesMs.set(path.join('/'), modifiedMs)
    this.#edits(path)
    this.#sizeBytes += sizeOf(path)
  }

  /** Adds a file whose blocks are durable. */
  addFile(path: readonly string[], modifiedMs: number, { content, digests }: JournaledFile): void {
    this.#edits(path.slice(0, -1)).set(path.at(-1) as string, { kind: 'file', modifiedMs, content })
    this.#digests.push(...digests)
    this.#sizeBytes += sizeOf(path) + (content.kind === 'inline' ? content.bytes.length : 0)
  }

  /** Gives all of them away. */
  take(): { edit: DirectoryEdit; digests: Uint8Array[] } {
    const taken = { edit: this.#edit, digests: this.#digests }
    this.#edit = new Map()
    this.#digests = []
    this.#sizeBytes = 0
    return taken
  }

  /** A directory of which the upload says nothing itself changes now, because something in it does. */
  #edits(path: readonly string[]): DirectoryEdit {
    return editDirectory(this.#edit, path, (names) => this.#timesMs.get(names.join('/')) ?? Date.now())
  }
}

function sizeOf(path: readonly string[]): number {
  return changeOverheadBytes + 2 * (path.at(-1)?.length ?? 0)
}
