import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Makes an empty folder in the system's folder for temporary files, and removes it after the test, or at the end of the
 * process: hooks of a suite run in the order in which they are made, so one that is made first would remove the folder
 * from under what is closed later.
 *
 * @param t The test that needs it; without it, the folder stays until the process ends.
 * @returns Its absolute path, without symbolic links.
 */
export function temporaryFolder(t?: { after(remove: () => void): void }): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'space-test-')))
  const remove = () => rmSync(path, { recursive: true, force: true })
  if (t === undefined) process.once('exit', remove)
  else t.after(remove)
  return path
}
