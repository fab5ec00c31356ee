import { defineError } from '../define.ts'

/** Errors of accounts, keys and names. */
export const accountErrors = {
  PASSPHRASE_WRONG: defineError<{ path: string }>({
    summary: ({ path }) => `The passphrase does not open the keystore ${path}.`,
    fix: () => 'Type the passphrase again; nothing was changed.',
    exitCode: 4,
    httpStatus: 401,
  }),
  KEYSTORE_INVALID: defineError<{ path: string; reason: string }>({
    summary: ({ path, reason }) => `The keystore ${path} cannot be read: ${reason}.`,
    fix: () => 'Restore the file from a backup; it is never written in place.',
    exitCode: 4,
    httpStatus: 422,
  }),
  NAME_INVALID: defineError<{ name: string; reason: string }>({
    summary: ({ name, reason }) => `"${name}" cannot be a name: ${reason}.`,
    fix: () => 'Use 3 to 30 characters of a-z, 0-9 and single hyphens inside.',
    exitCode: 2,
    httpStatus: 400,
  }),
  NAME_TAKEN: defineError<{ name: string }>({
    summary: ({ name }) => `The name "${name}" is already taken.`,
    fix: () => 'Choose another name.',
    httpStatus: 409,
  }),
  NAME_UNKNOWN: defineError<{ name: string }>({
    summary: ({ name }) => `No account has registered the name "${name}".`,
    fix: () => 'Check the spelling, or ask the person to register it first.',
    httpStatus: 404,
  }),
  BINDING_MISSING: defineError<{ subject: string }>({
    summary: ({ subject }) => `${subject} has no encryption key that can be found.`,
    fix: () => 'Ask the person to publish a key binding, then share again.',
    retryable: true,
    httpStatus: 404,
  }),
}
