import { defineError } from '../define.ts'

/** Errors of folders and grants. */
export const folderErrors = {
  GRANT_MISSING: defineError<{ folder: string; subject: string }>({
    summary: ({ folder, subject }) => `${subject} has no live grant to the folder ${folder}.`,
    fix: () => 'Ask the owner to share the folder (again).',
    exitCode: 4,
    httpStatus: 403,
  }),
  GRANT_EXPIRED: defineError<{ folder: string; subject: string; expiredAt: string }>({
    summary: ({ folder, subject, expiredAt }) =>
      `The grant of ${subject} to ${folder} expired at ${expiredAt}.`,
    fix: () => 'Ask the owner for a new grant.',
    exitCode: 4,
    httpStatus: 403,
  }),
  PASS_MISSING: defineError<{ folder: string; subject: string; epoch: number }>({
    summary: ({ folder, subject, epoch }) =>
      `The grant of ${subject} to ${folder} is live, but no key for epoch ${epoch} was delivered.`,
    fix: () => 'Ask the owner to run the share command again; it delivers the key.',
    retryable: true,
    exitCode: 4,
    httpStatus: 404,
  }),
  SEAL_REFUSED: defineError<{ folder: string; reason: string }>({
    summary: ({ folder, reason }) => `Nothing was written to ${folder}: ${reason}.`,
    fix: () => 'Open the folder again, advance it if a new key is owed, then run the same command again.',
    retryable: true,
    httpStatus: 409,
  }),
  WRITER_UNLISTED: defineError<{ folder: string; epoch: number }>({
    summary: ({ folder, epoch }) =>
      `Nothing was written or sent: epoch ${epoch} of ${folder} does not list this device as a writer.`,
    fix: () => 'Use the device with which the owner made the folder: no other device can write into it yet.',
    exitCode: 4,
    httpStatus: 403,
  }),
  OWNER_REQUIRED: defineError<{ folder: string; operation: string }>({
    summary: ({ folder, operation }) =>
      `Nothing was sent: ${operation} of ${folder} by another account would lock out its owner or the recipient.`,
    fix: () => 'Ask the owner to do it.',
    exitCode: 4,
    httpStatus: 403,
  }),
  TERMS_LOWERED: defineError<{ folder: string; subject: string }>({
    summary: ({ folder, subject }) =>
      `Nothing was sent: the grant of ${subject} to ${folder} allows more than the new terms would.`,
    fix: () => 'Revoke it, then share again with the new terms.',
    exitCode: 2,
    httpStatus: 409,
  }),
  HEAD_ROLLED_BACK: defineError<{ folder: string; seen: number; offered: number }>({
    summary: ({ folder, seen, offered }) =>
      `The storage offers an old state of ${folder}: entry ${offered}, but entry ${seen} was seen before.`,
    fix: () => 'Use another storage backend; do not trust this one.',
    httpStatus: 409,
  }),
  HEAD_MISSING: defineError<{ folder: string; epoch: number }>({
    summary: ({ folder, epoch }) => `The storage has no state of ${folder} for epoch ${epoch}.`,
    fix: () => 'Connect the backend that holds the folder.',
    retryable: true,
    httpStatus: 404,
  }),
  HEAD_FORKED: defineError<{ folder: string; sequence: number }>({
    summary: ({ folder, sequence }) => `Two different entries ${sequence} of one writer exist in ${folder}.`,
    fix: () => 'A device was cloned or its storage lies; keep both and ask the owner.',
    httpStatus: 409,
  }),
  FOLDER_UNKNOWN: defineError<{ folder: string }>({
    summary: ({ folder }) => `The folder ${folder} is not known here.`,
    fix: () => 'Check the folder id; a folder made on another device needs its state.',
    httpStatus: 404,
  }),
  PATH_MISSING: defineError<{ path: string }>({
    summary: ({ path }) => `There is nothing at "${path}".`,
    fix: () => 'List the folder to see what is there.',
    httpStatus: 404,
  }),
  PATH_INVALID: defineError<{ path: string; reason: string }>({
    summary: ({ path, reason }) => `"${path}" is not a usable path: ${reason}.`,
    fix: () => 'Use names of 1 to 255 bytes, separated by "/", without "." and "..".',
    exitCode: 2,
    httpStatus: 400,
  }),
  PATH_KIND: defineError<{ path: string; expected: 'file' | 'directory' }>({
    summary: ({ path, expected }) => `"${path}" is not a ${expected}.`,
    fix: ({ expected }) => `Give the path of a ${expected}.`,
    exitCode: 2,
    httpStatus: 400,
  }),
  SOURCE_UNREADABLE: defineError<{ path: string; reason: string }>({
    summary: ({ path, reason }) => `"${path}" was left out: ${reason}.`,
    fix: () => 'Make it readable, then run the same command again.',
    exitCode: 3,
    httpStatus: 422,
  }),
  SOURCE_CHANGED: defineError<{ path: string }>({
    summary: ({ path }) => `"${path}" changed while it was read.`,
    fix: () => 'Run the same command again when the file is no longer written.',
    retryable: true,
    exitCode: 3,
    httpStatus: 409,
  }),
  FOREST_FULL: defineError<{ folder: string; count: number; limit: number }>({
    summary: ({ folder, count, limit }) =>
      `Nothing was written to ${folder}: its records and log would be ${count} objects, and ${limit} fit into its list.`,
    fix: () =>
      'Make a new folder and go on there; this one stays readable, and its key can still be changed.',
    exitCode: 2,
    httpStatus: 507,
  }),
  MEMBERS_TOO_MANY: defineError<{ count: number; limit: number }>({
    summary: ({ count, limit }) => `A folder can have ${limit} members here, not ${count}.`,
    fix: () => 'Share with a group, or remove members first.',
    exitCode: 2,
    httpStatus: 422,
  }),
}
