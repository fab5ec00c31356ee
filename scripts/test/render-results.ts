import type { StageResult } from './run-stage.ts'

/** The page about a whole run. */
export function renderResults(results: readonly StageResult[], commit: string, seed: number): string {
  const rows = results.map(
    ({ stage, counts: { passed, failed, skipped }, seconds }) =>
      `| ${stage} | ${passed} | ${failed} | ${skipped} | ${Math.round(seconds)} |\n`,
  )
  const date = new Date().toISOString().slice(0, 10)
  return `# Everything, whole

Written by \`npm run test:long\` on ${date}, of commit \`${commit.slice(0, 12)}\` with seed ${seed}. CI runs the share of one
contract of the stages that take longest; here nothing is left out.

| stage | passed | failed | skipped | seconds |
| --- | --- | --- | --- | --- |
${rows.join('')}`
}
