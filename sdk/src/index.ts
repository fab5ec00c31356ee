/**
 * For applications: open a space or a link, make and open folders, share them, keep accounts, sign.
 *
 * @packageDocumentation
 */

export {
  type Account,
  type AccountSecrets,
  createAccount,
  createMemoryState,
  exportSecrets,
  importSecrets,
  type KeystoreCost,
  openKeystore,
  type StateStore,
  sealKeystore,
} from './accounts/index.ts'
export { type OpenLinkOptions, openLink } from './client/open-link.ts'
export { type OpenSpaceOptions, openSpace, type Space } from './client/open-space.ts'
export { type ErrorCode, type ErrorData, SpaceError, type SpaceErrorJson } from './errors/index.ts'
export type {
  Access,
  ExportPart,
  Folder,
  FolderItem,
  ForestSize,
  ManagedFolder,
  OwnedFolder,
  ReadableFolder,
  ReadFileOptions,
  RevokeResult,
  SharedFolder,
  ShareLinkOptions,
  ShareLinkResult,
  ShareOptions,
  ShareResult,
  SourceDirectory,
  SourceFile,
  SourceItem,
  SourceSkip,
  UploadOptions,
  UploadProgress,
  UploadResult,
  UploadSkip,
  UploadSource,
  WritableFolder,
} from './folders/index.ts'
export { measureForest, memoryFile } from './folders/index.ts'
export {
  type Call,
  type CallReceipt,
  createEthersSigner,
  createKeySigner,
  type Log,
  type Signer,
  type TypedData,
} from './signers/index.ts'
export { type Backend, createMemoryStore } from './storage/index.ts'
export { type Address, fromHex, type Hex, type OperationOptions, type Request, toHex } from './utils/index.ts'
