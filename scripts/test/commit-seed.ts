import { execFileSync } from 'node:child_process'

/**
 * The seed of what is tested at random: 31 bits of the commit, so that every commit tests other cases and each run of
 * it the same ones. `SPACE_SEED` names another; where there is no repository it is drawn.
 */
export function readCommitSeed(): { seed: number; from: string } {
  const given = process.env['SPACE_SEED']
  if (given !== undefined) return { seed: Number(given), from: 'SPACE_SEED' }
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
    return { seed: Number.parseInt(commit.slice(0, 8), 16) >>> 1, from: `commit ${commit.slice(0, 12)}` }
  } catch {
    return { seed: Math.floor(Math.random() * 2 ** 31), from: 'drawn, no commit' }
  }
}
