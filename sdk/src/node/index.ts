/**
 * For Node: directories as upload sources, private state and exports in files.
 *
 * @packageDocumentation
 */

// Refuses a Node that is too old.
import '#platform'

export { openFileState } from './file-state.ts'
export { asStoreError, errnoOf, withStoreErrors } from './io-errors.ts'
export { readDirectory } from './read-directory.ts'
export { syncDirectory } from './sync-directory.ts'
export { type ExportProgress, writeExport } from './write-export.ts'
