import { SpaceError } from '../errors/index.ts'

/**
 * The error code of the operating system (`ENOENT` and so on), if this is such an error.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { errnoOf } from '@space/sdk/node'
 *
 * try {
 *   readFileSync('missing.txt')
 * } catch (error) {
 *   console.log(errnoOf(error)) // ENOENT
 * }
 * ```
 */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * Turns an error of the file system into one of the catalogue: `STORE_FULL`, `STORE_DENIED` or `STORE_FAILED`. Other
 * errors pass as they are. `root` is the directory of the store, `path` the file that was used.
 *
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises'
 * import { asStoreError } from '@space/sdk/node'
 *
 * await writeFile('store/block', 'bytes').catch((error) => {
 *   throw asStoreError(error, 'store', 'store/block')
 * })
 * ```
 */
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

/**
 * Runs file operations on a path of a store; what goes wrong is thrown as `asStoreError` gives it.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { withStoreErrors } from '@space/sdk/node'
 *
 * const bytes = withStoreErrors('store', 'store/block', () => readFileSync('store/block'))
 * ```
 */
export function withStoreErrors<T>(root: string, path: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw asStoreError(error, root, path)
  }
}
