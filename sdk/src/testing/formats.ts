/**
 * Codecs and cryptography of the written formats (docs/spec), below what the facade promises: for tests of formats, for
 * tools that read what is stored, and for attacks on it. What is here may change with any release.
 */
export type { Author } from '../codec/author-list.ts'
export type { BindOwner } from '../codec/bind.ts'
export { decodeCbor, encodeCbor } from '../codec/cbor.ts'
export type { Content } from '../codec/content.ts'
export {
  type DirectoryEntry,
  type DirectoryNode,
  decodeDirectory,
  encodeDirectory,
} from '../codec/directory.ts'
export { decodeEntry, type SignedEntry } from '../codec/entry.ts'
export { fileLayout } from '../codec/file-layout.ts'
export { decodeFileNode, encodeFileNode } from '../codec/file-node.ts'
export { decodeForestNode, decodeForestRoot, encodeForestRoot } from '../codec/forest.ts'
export { frame, type Purpose } from '../codec/frame.ts'
export { u32 } from '../codec/integers.ts'
export { decodeLink, encodeLinkFragment } from '../codec/link.ts'
export { encodeFrontier, type LogPosition } from '../codec/log-positions.ts'
export { decodeOps, encodeOps, type Operation, type Ops } from '../codec/ops.ts'
export { decodePass, type EpochSecret, encodePass, type Pass } from '../codec/pass.ts'
export { type BlockPointer, encodePointer, pointerAt } from '../codec/pointer.ts'
export { decodeRecord } from '../codec/record.ts'
export { blockCid } from '../codec/reference.ts'
export type { SizeClass } from '../codec/size-class.ts'
export { nameSubject, walletSubject } from '../codec/subject.ts'
export { deriveAccountKeys } from '../crypto/account-keys.ts'
export { deriveAuthorKey } from '../crypto/author-key.ts'
export { backLinkTargets, openBackLink, sealBackLink } from '../crypto/back-link.ts'
export { continuesBind, makeBind, verifyBind } from '../crypto/bind.ts'
export { type BlockType, blockType } from '../crypto/block-type.ts'
export { buildForest } from '../crypto/build-forest.ts'
export { bundleFiles } from '../crypto/bundle-files.ts'
export { makeClaim, verifyClaim } from '../crypto/claim.ts'
export {
  checkEntryFollows,
  checkFrontier,
  makeEntry,
  type VerifiedEntry,
  verifyEntry,
  writersOf,
} from '../crypto/entry.ts'
export { commitEpochSecret, deriveEpochKeys, deriveHeadLabel } from '../crypto/epoch-keys.ts'
export { deriveLinkKeys } from '../crypto/link-keys.ts'
export { openFrontier, openOps, sealFrontier, sealOps } from '../crypto/log-block.ts'
export { type StoredObject, storedObject } from '../crypto/object.ts'
export { openBlock } from '../crypto/open-block.ts'
export { openFile } from '../crypto/open-file.ts'
export { openFileRange } from '../crypto/open-file-range.ts'
export { openPass, sealPass } from '../crypto/pass.ts'
export { randomId } from '../crypto/random-id.ts'
export { checkEpochSecret, makeRecord, openRecord } from '../crypto/record.ts'
export { releaseBlock } from '../crypto/release-block.ts'
export { deriveScope } from '../crypto/scope.ts'
export { type BlockKeying, type SealedBlock, sealBlock } from '../crypto/seal-block.ts'
export { sealDirectory } from '../crypto/seal-directory.ts'
export { type SealedFile, sealFile } from '../crypto/seal-file.ts'
export { sign, signPublicKeyOf, verifySignature } from '../crypto/signature.ts'
export { fetchFrom } from '../folders/context.ts'
export { BlockWriter } from '../folders/tree/block-writer.ts'
