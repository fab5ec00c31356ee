export type { FolderContext } from './context.ts'
export type { ExportPart } from './export/export-folder.ts'
export type { Folder, ManagedFolder, OwnedFolder, ReadableFolder, WritableFolder } from './folder.ts'
export { type ForestSize, measureForest } from './log/measure-forest.ts'
export type { Access } from './members/access.ts'
export { publishBinding } from './members/identity.ts'
export { listShared, type SharedFolder } from './members/shared-folders.ts'
export {
  createFolder,
  type FolderUser,
  listOwnFolders,
  openFolder,
  openLinkedFolder,
  ownsFolder,
} from './open-folder.ts'
export type { RevokeResult } from './share/advance.ts'
export type { ShareResult } from './share/grant-access.ts'
export type { ShareOptions } from './share/share.ts'
export type { ShareLinkOptions, ShareLinkResult } from './share/share-link.ts'
export type { FolderItem, ReadFileOptions } from './tree/tree-reader.ts'
export { memoryFile } from './upload/memory-file.ts'
export type { SourceDirectory, SourceFile, SourceItem, SourceSkip, UploadSource } from './upload/source.ts'
export type { UploadOptions, UploadProgress, UploadResult, UploadSkip } from './upload/upload.ts'
