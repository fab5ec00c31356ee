export type { FolderContext } from './context.ts'
export { readKnownFolders } from './epoch/known-folders.ts'
export type {
  ExportPart,
  FolderItem,
  ReadableFolder,
  ReadRange,
  RevokeResult,
  ShareRequest,
  WritableFolder,
} from './folder.ts'
export { type ForestSize, measureForest } from './log/measure-forest.ts'
export type { Identity, WriterIdentity } from './members/identity.ts'
export { listShared, type SharedFolder } from './members/list-shared.ts'
export { publishBinding } from './members/publish-binding.ts'
export { makeFolder, openLinkedFolder, openOwnFolder, openSharedFolder, ownsFolder } from './open-folder.ts'
export type { ShareResult } from './share/share.ts'
export { memoryFile } from './upload/memory-file.ts'
export type { UploadProgress, UploadResult, UploadSkip } from './upload/progress.ts'
export type { SourceDirectory, SourceFile, SourceItem, SourceSkip, UploadSource } from './upload/source.ts'
