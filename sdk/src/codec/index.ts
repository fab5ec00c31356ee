export { type Author, authorFlag } from './author-list.ts'
export { type Bind, type BindOwner, decodeBind, KEM_PUBLIC_KEY_BYTES, type SignedBind } from './bind.ts'
export { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts'
export { type Content, INLINE_MAX_BYTES } from './content.ts'
export { compareNames, type DirectoryEntry } from './directory.ts'
export { decodeEntry, type Entry, type SignedEntry } from './entry.ts'
export { entryNameProblem } from './entry-name.ts'
export { chooseChunkClass } from './file-layout.ts'
export type { FileNode } from './file-node.ts'
export { decodeForestRoot, encodeForestRoot, type ForestRoot } from './forest.ts'
export { decodeLink, encodeLinkFragment, type Link } from './link.ts'
export type { LogPosition } from './log-positions.ts'
export { type Claim, type Operation, type Ops, rootId } from './ops.ts'
export { decodePass, type EpochSecret, type Pass, type PassHeader } from './pass.ts'
export { type BlockPointer, decodePointer, encodePointer, POINTER_BYTES, pointerAt } from './pointer.ts'
export { type BackLink, decodeRecord, type EpochRecord, MAX_MEMBERS } from './record.ts'
export { type BlockCodec, blockCid, parseBlockCid } from './reference.ts'
export { blockSizeBytes, capacityBytes, type SizeClass, sizeClasses, smallestClass } from './size-class.ts'
export {
  isKeySubject,
  isName,
  isWalletSubject,
  nameSubject,
  SUBJECT_BYTES,
  walletSubject,
} from './subject.ts'
