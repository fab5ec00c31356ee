import { defineError } from '../define.ts'

/** Errors that belong to no single domain. */
export const generalErrors = {
  RUNTIME_UNSUPPORTED: defineError<{ found: string; needed: string }>({
    summary: ({ found, needed }) => `${found} is too old: Space needs ${needed} or newer.`,
    fix: () => 'Install a newer Node (https://nodejs.org), then run the same command again.',
    exitCode: 2,
    httpStatus: 501,
  }),
  INPUT_INVALID: defineError<{ what: string; reason: string; fix?: string }>({
    summary: ({ what, reason }) => `${what} is not valid: ${reason}.`,
    fix: ({ what, fix }) => fix ?? `Correct ${what} and run the same command again.`,
    exitCode: 2,
    httpStatus: 400,
  }),
}
