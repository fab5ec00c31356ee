import { existsSync } from 'node:fs'

/**
 * Why tests against peers cannot run here, or nothing if they can; `file` is there once they are installed. Where
 * `SPACE_PEERS` is `required`, as in CI, the lack is an error instead.
 */
export function findMissingPeers(file: string): string | undefined {
  if (existsSync(file)) return undefined
  const why = 'the peers are not installed: run "sh tools/peers/install.sh"'
  if (process.env['SPACE_PEERS'] === 'required') throw new Error(why)
  return why
}
