import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** The files that git has or would take, by their paths below the root. */
export function listFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(path))
}
