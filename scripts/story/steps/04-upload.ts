import { readExpectedFiles } from '../expected-files.ts'
import { watch } from '../story.ts'
import { check, type Step } from './step.ts'

/** Alice makes a folder and uploads. */
export const uploadStep: Step = {
  id: '4',
  title: 'Alice creates an encrypted folder and uploads files',
  run: async (story) => {
    const { alice, options } = story
    story.folder = await alice.call('createFolder', undefined as never)
    story.report.note(`folder ${story.folder} (creating it costs no gas)`)
    const result = await alice.call(
      'upload',
      { folder: story.folder, directory: options.directory },
      watch(story, '4', 'durable:'),
    )
    story.skipped.push(...result.skipped)
    story.skipped.push(
      ...result.renamed.map(({ from, to }) => ({ path: from, reason: `it is kept as "${to}"` })),
    )
    story.expected = await readExpectedFiles(options.directory, result)
    check(story, result.files === story.expected.length, `${result.files} files are durable`)
    const verified = await alice.call(
      'verify',
      { folder: story.folder, expected: story.expected },
      watch(story, '4', 'compared:'),
    )
    check(story, verified.wrong.length === 0, describeComparison(verified.files, verified.wrong))
    const { files, sizeBytes, ms } = result
    story.speeds['upload'] = { files, sizeBytes, ms }
    return {
      files,
      directories: result.directories,
      contentBytes: sizeBytes,
      uploadMs: ms,
      leftOut: result.skipped.length,
    }
  },
}

/** What a comparison by hash found. */
export function describeComparison(files: number, wrong: readonly string[]): string {
  if (wrong.length === 0) return `all ${files} files read back have the hash of their source`
  return `all files have the hash of their source (${wrong.slice(0, 5).join('; ')})`
}
