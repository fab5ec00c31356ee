export { type AccountKeys, deriveAccountKeys, expandAccountKeys } from './account-keys.ts'
export { type AuthorKey, deriveAuthorKey } from './author-key.ts'
export { backLinkTargets } from './back-link.ts'
export { continuesBind, type MakeBindInput, makeBind, verifyBind } from './bind.ts'
export { type BlockType, blockType } from './block-type.ts'
export { buildForest } from './build-forest.ts'
export { BUNDLE_MAX_BYTES, bundleFiles, type SealedBundle } from './bundle-files.ts'
export { makeClaim, verifyClaim } from './claim.ts'
export {
  checkEntryFollows,
  checkFrontier,
  makeEntry,
  type VerifiedEntry,
  verifyEntry,
  type Writers,
  writersOf,
} from './entry.ts'
export { commitEpochSecret, deriveEpochKeys, deriveHeadLabel, type EpochKeys } from './epoch-keys.ts'
export { type FetchBlock, type FetchedBlock, fetchAndOpen, fetchInto } from './fetch-block.ts'
export type { ForestOptions } from './forest-nodes.ts'
export { insertIntoForest } from './insert-into-forest.ts'
export { deriveLinkKeys, type LinkKeys, type LinkKeysProgress } from './link-keys.ts'
export { listForest } from './list-forest.ts'
export {
  type LogReference,
  openFrontier,
  openOps,
  type SealedLogBlock,
  sealFrontier,
  sealOps,
} from './log-block.ts'
export { type StoredObject, storedObject } from './object.ts'
export { openBlock } from './open-block.ts'
export { type ContentRange, openContent } from './open-content.ts'
export { findDirectoryEntry, openDirectory } from './open-directory.ts'
export { openFile } from './open-file.ts'
export { openFileRange } from './open-file-range.ts'
export { type OpenedPass, openPass, type SealPassInput, sealPass } from './pass.ts'
export {
  checkEpochSecret,
  type MakeRecordInput,
  makeRecord,
  type OpenedRecord,
  openEarlierEpoch,
  openRecord,
} from './record.ts'
export { releaseBlock } from './release-block.ts'
export { deriveScope, type FolderLocation } from './scope.ts'
export { type BlockKeying, pointerOf, type SealedBlock, sealBlock } from './seal-block.ts'
export { sealDirectory } from './seal-directory.ts'
export { type SealedFile, type SealedPrefix, type SealFileOptions, sealFile } from './seal-file.ts'
