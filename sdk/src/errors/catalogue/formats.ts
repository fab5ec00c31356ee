import { defineError } from '../define.ts'

type Reason = { reason: string }

/** An object that storage or another person handed over and that breaks its written format. */
function invalidObject(what: string, fix: string) {
  return defineError<Reason>({
    summary: ({ reason }) => `${what} cannot be used: ${reason}.`,
    fix: () => fix,
    httpStatus: 422,
  })
}

const otherBackend = 'Fetch it from another backend; if all give the same, ask the person who wrote it.'

/** Errors of stored and signed objects. */
export const formatsErrors = {
  BLOCK_INVALID: defineError<{ cid: string }>({
    summary: ({ cid }) => `The sealed block ${cid} does not open.`,
    fix: () => 'Fetch it from another backend; it was changed, cut, or belongs elsewhere.',
    httpStatus: 422,
  }),
  CID_UNSUPPORTED: defineError<{ cid: string }>({
    summary: ({ cid }) => `"${cid}" is not the CID of a block that Space stores.`,
    fix: () => 'Give a version 1 CID with sha2-256, of a raw or dag-cbor block.',
    exitCode: 2,
    httpStatus: 400,
  }),
  FILE_INVALID: invalidObject('The file node', otherBackend),
  RANGE_INVALID: defineError<{ start: number; end: number; sizeBytes: number }>({
    summary: ({ start, end, sizeBytes }) =>
      `The range ${start} to ${end} is not inside a file of ${sizeBytes} bytes.`,
    fix: () => 'Ask for whole byte numbers with 0 <= start <= end <= size.',
    exitCode: 2,
    httpStatus: 416,
  }),
  DIRECTORY_INVALID: invalidObject('The directory node', otherBackend),
  BUNDLE_INVALID: invalidObject('The bundle of small files', otherBackend),
  OPS_INVALID: invalidObject('The list of changes', otherBackend),
  FRONTIER_INVALID: invalidObject('The frontier of the epoch', otherBackend),
  ENTRY_INVALID: invalidObject(
    'The log entry',
    'Do not use this head; fetch the newest one from another backend.',
  ),
  RECORD_INVALID: invalidObject('The epoch record', otherBackend),
  READER_TOO_OLD: defineError<{ epoch: number }>({
    summary: ({ epoch }) =>
      `The record of epoch ${epoch} hands out keys in a way that came after this version.`,
    fix: () => 'Install a newer version of Space.',
    httpStatus: 501,
  }),
  HISTORY_CLOSED: defineError<{ epoch: number }>({
    summary: ({ epoch }) => `No key at hand leads back to epoch ${epoch}.`,
    fix: () => 'Ask the folder owner to share its history too.',
    exitCode: 4,
    httpStatus: 403,
  }),
  BIND_INVALID: invalidObject(
    'The key binding',
    'Do not send keys to it; ask the person to publish it again.',
  ),
  CLAIM_INVALID: invalidObject(
    'The claim of the log',
    'Do not trust this log; ask the folder owner who it is.',
  ),
  PASS_INVALID: invalidObject('The pass', 'Ask the folder owner to share again; a new pass is made.'),
  FOREST_INVALID: invalidObject('The list of live blocks', otherBackend),
  LINK_INVALID: defineError<Reason>({
    summary: ({ reason }) => `The link cannot be used: ${reason}.`,
    fix: () => 'Copy the whole link again, including everything after "#".',
    exitCode: 2,
    httpStatus: 400,
  }),
}
