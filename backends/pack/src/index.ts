/**
 * A backend in append-only files, for Node, that survives a kill at any instruction.
 *
 * @packageDocumentation
 */

export { openPackStore, type PackStoreOptions } from './open-pack-store.ts'
export type { Durability } from './segment-writer.ts'
