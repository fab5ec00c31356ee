/** Where a runner begins to tell what failed: node, Hardhat, our own checks, Python. */
const beginnings = [/^✖ failing tests:/, /^\s*\d+ failing\b/, /^FAIL \S/, /^(?:FAIL|ERROR): /]

/** Enough for several failed tests with their causes, and little enough to stand at the end of a long log. */
const most = 80

/** What a failed command said about its failures; its last lines, if it said so in no way that is known here. */
export function excerptFailures(output: string): string {
  const lines = output.trimEnd().split('\n')
  const first = lines.findIndex((line) => beginnings.some((beginning) => beginning.test(line)))
  if (first === -1) return lines.slice(-most).join('\n')
  return lines
    .slice(first, first + most)
    .join('\n')
    .trimEnd()
}
