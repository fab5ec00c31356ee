export { openPackStore, type PackStoreOptions } from './open-pack-store.ts'
export type { Durability } from './segment-writer.ts'
