import { SpaceError } from '../../errors/index.ts'

/** The error code of the operating system (`ENOENT` and so on), if this is such an error. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Turns an error of the file system into one of the catalogue; others pass as they are. */
export function asStoreError(error: unknown, root: string, path: string): unknown {
  const errno = errnoOf(error)
  if (SpaceError.is(error) || errno === undefined) return error
  switch (errno) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SpaceError('STORE_FULL', { directory: root }, { cause: error })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new SpaceError('STORE_DENIED', { path, errno }, { cause: error })
    default:
      return new SpaceError('STORE_FAILED', { path, reason: errno }, { cause: error })
  }
}

/** Runs file operations on a path of the store and reports what goes wrong in terms of the catalogue. */
export function withStoreErrors<T>(root: string, path: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw asStoreError(error, root, path)
  }
}
