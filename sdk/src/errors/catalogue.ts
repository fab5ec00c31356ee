import { accountErrors } from './catalogue/account.ts'
import { chainErrors } from './catalogue/chain.ts'
import { folderErrors } from './catalogue/folder.ts'
import { formatsErrors } from './catalogue/formats.ts'
import { generalErrors } from './catalogue/general.ts'
import { storageErrors } from './catalogue/storage.ts'
import type { ErrorEntry } from './define.ts'

/** Every error that Space reports, by code. */
export const catalogue = {
  ...generalErrors,
  ...accountErrors,
  ...chainErrors,
  ...folderErrors,
  ...formatsErrors,
  ...storageErrors,
}

/** A stable code of the catalogue. */
export type ErrorCode = keyof typeof catalogue

/** What an error of the given code carries. */
export type ErrorData<Code extends ErrorCode> =
  (typeof catalogue)[Code] extends ErrorEntry<infer Data> ? Data : never
