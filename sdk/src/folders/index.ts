export type { FolderContext } from './context.ts'
export type {
  ExportPart,
  FolderItem,
  ReadableFolder,
  ReadRange,
  RevokeResult,
  ShareRequest,
  WritableFolder,
} from './folder.ts'
export type { Identity, WriterIdentity } from './identity.ts'
export { readKnownFolders } from './known-folders.ts'
export { listShared, type SharedFolder } from './list-shared.ts'
export { type ForestSize, measureForest } from './measure-forest.ts'
export { memoryFile } from './memory-file.ts'
export { makeFolder, openLinkedFolder, openOwnFolder, openSharedFolder, ownsFolder } from './open-folder.ts'
export { publishBinding } from './publish-binding.ts'
export type { ShareResult } from './share.ts'
export type { UploadProgress, UploadResult, UploadSkip } from './upload-progress.ts'
export type { SourceDirectory, SourceFile, SourceItem, SourceSkip, UploadSource } from './upload-source.ts'
