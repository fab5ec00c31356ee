/** How far an upload is. Counts only what is durable. */
export type UploadProgress = {
  type: 'upload'
  filesDone: number
  bytesDone: number
  /** The file that became durable last. */
  path?: string | undefined
}

/** Something that was not uploaded, and why. */
export type UploadSkip = { path: string; reason: string }

/** What an upload did. Partial success is data, not an error. */
export type UploadResult = {
  /** Whether nothing was left out. */
  complete: boolean
  files: number
  directories: number
  sizeBytes: number
  /** Files that an earlier attempt had made durable, so that they were not read again. */
  filesReused: number
  skipped: UploadSkip[]
  /** Names that are equal to others after Unicode normalisation. */
  renamed: { from: string; to: string }[]
}
