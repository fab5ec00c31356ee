import { SpaceError } from '../errors/index.ts'

/** The oldest Node that has all that is used here; `engines` of package.json says the same. */
const needed = [22, 15] as const

/**
 * Throws `RUNTIME_UNSUPPORTED` for a version of Node in which something would be missing later, in the middle of work.
 */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return
  throw new SpaceError('RUNTIME_UNSUPPORTED', {
    found: `Node ${version}`,
    needed: `Node ${needed.join('.')}`,
  })
}
