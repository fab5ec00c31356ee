/** How many tests a command ran. */
export type Counts = { passed: number; failed: number; skipped: number }

const patterns: { [Key in keyof Counts]: RegExp[] } = {
  passed: [
    /^(?:ℹ|#) pass (\d+)$/gm,
    /^\s*(\d+) passing(?: \(\d+ solidity.*)?$/gm,
    /^ok {3}\S/gm,
    /^Ran (\d+) tests? in/gm,
  ],
  failed: [/^(?:ℹ|#) fail (\d+)$/gm, /^\s*(\d+) failing\b/gm, /^FAIL \S/gm],
  skipped: [/^(?:ℹ|#) skipped (\d+)$/gm, /^\s*(\d+) pending\b/gm, /^skip \S/gm],
}

/**
 * Reads the closing lines of node's runner, Hardhat (its own sum, not Mocha's part of it), Python's unittest and our own
 * checks. A command that fails without counting a failure, or that counts nothing at all, is one failure.
 */
export function readCounts(output: string, exitCode: number): Counts {
  const count = (expressions: RegExp[]) =>
    expressions
      .flatMap((expression) => [...output.matchAll(expression)])
      .reduce((sum, match) => sum + Number(match[1] ?? 1), 0)
  const counts = {
    passed: count(patterns.passed),
    failed: count(patterns.failed),
    skipped: count(patterns.skipped),
  }
  const silent = counts.passed + counts.failed + counts.skipped === 0
  if ((exitCode !== 0 && counts.failed === 0) || (silent && exitCode === 0)) counts.failed += 1
  return counts
}

/** Nothing was run. */
export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 }

/** Adds two counts. */
export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}
