export { openPackStore, type PackStoreOptions } from '../storage/pack/index.ts'
export { openFileState } from './file-state.ts'
export { readDirectory } from './read-directory.ts'
export { type ExportProgress, writeExport } from './write-export.ts'
