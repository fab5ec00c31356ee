/** Errors of the formats layer. */
export const formatsErrors = {}
