/** Errors of the storage layer. */
export const storageErrors = {}
