import { defineError } from '../define.ts'

/** Errors of the storage layer. */
export const storageErrors = {
  BLOCK_MISSING: defineError<{ cid: string; backend: string }>({
    summary: ({ cid, backend }) => `Block ${cid} is not in ${backend}.`,
    fix: () => 'Fetch it from another backend of the folder, or ask its owner to upload it again.',
    httpStatus: 404,
  }),
  BLOCK_CORRUPT: defineError<{ cid: string; where: string }>({
    summary: ({ cid, where }) => `The bytes for block ${cid} in ${where} do not match its hash.`,
    fix: () => 'Put a good copy of the block again; it replaces the damaged one.',
  }),
  BLOCK_UNSUPPORTED: defineError<{ cid: string; reason: string }>({
    summary: ({ cid, reason }) => `Block ${cid} cannot be stored: ${reason}.`,
    fix: () =>
      'Use a CIDv1 of codec raw or dag-cbor with a SHA-256 hash, and at most 1 MiB + 64 bytes of data.',
    httpStatus: 400,
  }),
  HEAD_CONFLICT: defineError<{ label: string }>({
    summary: ({ label }) => `Head ${label} was changed by another writer.`,
    fix: () => 'Read the head again, merge, and set it with the value you read as the expected one.',
    httpStatus: 409,
  }),
  HEAD_REFUSED: defineError<{ label: string }>({
    summary: ({ label }) => `The value for head ${label} is not signed as a head must be.`,
    fix: () => 'Set a head only to what its own writer signed.',
    httpStatus: 403,
  }),
  STORE_LOCKED: defineError<{ directory: string; pid: number; host: string; lockFile: string }>({
    summary: ({ directory, pid, host }) => `${directory} is being written by process ${pid} on ${host}.`,
    fix: ({ lockFile }) =>
      `Close that process, wait for it with lockTimeoutMs, or open the store for reading. If it is gone for certain, delete ${lockFile}.`,
    retryable: true,
    httpStatus: 423,
  }),
  STORE_FULL: defineError<{ directory: string }>({
    summary: ({ directory }) => `No space is left for ${directory}.`,
    fix: () => 'Free some space and run the same command again; what was reported durable is safe.',
    retryable: true,
    httpStatus: 507,
  }),
  STORE_DENIED: defineError<{ path: string; errno: string }>({
    summary: ({ path, errno }) => `${path} may not be used by this account (${errno}).`,
    fix: ({ path }) => `Make ${path} readable and writable for your account, or choose another directory.`,
    httpStatus: 403,
  }),
  STORE_FAILED: defineError<{ path: string; reason: string }>({
    summary: ({ path, reason }) => `Reading or writing ${path} failed: ${reason}.`,
    fix: () => 'Check the disk, then close the store and open it again; what was reported durable is safe.',
  }),
  STORE_CORRUPT: defineError<{ path: string; offset: number; reason: string }>({
    summary: ({ path, offset, reason }) => `${path} is damaged at byte ${offset}: ${reason}.`,
    fix: ({ path }) =>
      `Restore ${path} from a copy, or move it out of the store and upload its blocks again from their source.`,
  }),
  STORE_MISSING: defineError<{ directory: string }>({
    summary: ({ directory }) => `There is no block store in ${directory}.`,
    fix: () => 'Check the path, or open it for writing once to create the store.',
    httpStatus: 404,
  }),
  STORE_VERSION: defineError<{ directory: string; found: string; expected: string }>({
    summary: ({ directory, found, expected }) =>
      `The store in ${directory} has format "${found}", and this release reads "${expected}".`,
    fix: () => 'Use the release that wrote it, or choose another directory.',
  }),
  STORE_READ_ONLY: defineError<{ directory: string }>({
    summary: ({ directory }) => `The store in ${directory} was opened for reading.`,
    fix: () => "Open it with access: 'write' to change it.",
    httpStatus: 403,
  }),
  STORE_CLOSED: defineError<{ backend: string }>({
    summary: ({ backend }) => `${backend} is closed.`,
    fix: () => 'Open it again before you use it.',
  }),
}
