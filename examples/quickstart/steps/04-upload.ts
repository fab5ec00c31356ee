import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Story, watch } from '../demo.ts'
import { readExpectedFiles } from '../expected-files.ts'
import { check, type Step } from './step.ts'

/** Alice makes a folder and uploads. */
export const uploadStep: Step = {
  id: '4',
  title: 'Alice creates an encrypted folder and uploads files',
  run: async (story) => {
    const { alice, options } = story
    story.folder = await prepareFolder(story)
    const show = watch(story, '4', 'durable')
    const result = await alice.call(
      'upload',
      { folder: story.folder, directory: options.directory },
      (event) => {
        story.durableBytes = event.done
        show(event)
      },
    )
    story.skipped.push(...result.skipped)
    story.renamed.push(...result.renamed)
    story.expected = await readExpectedFiles(options.directory, result)
    check(story, result.files === story.expected.length, `${result.files} files are durable`)
    const verified = await alice.call(
      'verify',
      { folder: story.folder, expected: story.expected },
      watch(story, '4', 'compared'),
    )
    check(story, verified.wrong.length === 0, describeComparison(verified.files, verified.wrong))
    rmSync(unfinishedPath(story), { force: true })
    const { files, sizeBytes, ms } = result
    story.speeds['upload'] = { files, sizeBytes, ms }
    return {
      files,
      directories: result.directories,
      contentBytes: sizeBytes,
      uploadMs: ms,
      filesReused: result.filesReused,
      leftOut: result.skipped.length,
    }
  },
}

/** What a comparison by hash found. */
export function describeComparison(files: number, wrong: readonly string[]): string {
  if (wrong.length === 0) return `all ${files} files read back have the hash of their source`
  return `all files have the hash of their source (${wrong.slice(0, 5).join('; ')})`
}

/**
 * A new folder, or the one of an earlier run whose upload was broken off. The chain is new in each run and knows
 * nothing of folders that were shared or revoked on another one, so nothing else of an earlier run can be used.
 */
async function prepareFolder(story: Story): Promise<string> {
  const path = unfinishedPath(story)
  const unfinished = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { directory: string; folder: string })
    : undefined
  if (unfinished?.directory === story.options.directory) {
    story.report.note(`folder ${unfinished.folder} (its upload was broken off and goes on)`)
    return unfinished.folder
  }
  const folder = await story.alice.call('createFolder', undefined)
  writeFileSync(path, JSON.stringify({ directory: story.options.directory, folder }))
  story.report.note(`folder ${folder} (creating it costs no gas)`)
  return folder
}

function unfinishedPath({ stateFolder }: Story): string {
  return join(stateFolder, 'unfinished-upload.json')
}
