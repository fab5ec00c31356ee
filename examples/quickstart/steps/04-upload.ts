import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hex } from '@space/sdk'
import { type Demo, watch } from '../demo.ts'
import { readExpectedFiles } from '../expected-files.ts'
import { check, type Step } from './step.ts'

/** Alice makes a folder and uploads. */
export const uploadStep: Step = {
  id: '4',
  title: 'Alice creates an encrypted folder and uploads files',
  run: async (demo) => {
    const { alice, options } = demo
    demo.folder = await prepareFolder(demo)
    const show = watch(demo, '4', 'durable')
    const result = await alice.call(
      'upload',
      { folder: demo.folder, directory: options.directory },
      (event) => {
        demo.durableBytes = event.done
        show(event)
      },
    )
    demo.skipped.push(...result.skipped)
    demo.renamed.push(...result.renamed)
    demo.expected = await readExpectedFiles(options.directory, result)
    check(demo, result.files === demo.expected.length, `${result.files} files are durable`)
    const verified = await alice.call(
      'verify',
      { folder: demo.folder, expected: demo.expected },
      watch(demo, '4', 'compared'),
    )
    check(demo, verified.wrong.length === 0, describeComparison(verified.files, verified.wrong))
    rmSync(unfinishedPath(demo), { force: true })
    const { files, sizeBytes, ms } = result
    demo.speeds['upload'] = { files, sizeBytes, ms }
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
async function prepareFolder(demo: Demo): Promise<Hex> {
  const path = unfinishedPath(demo)
  const unfinished = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { directory: string; folder: Hex })
    : undefined
  if (unfinished?.directory === demo.options.directory) {
    demo.report.note(`folder ${unfinished.folder} (its upload was broken off and goes on)`)
    return unfinished.folder
  }
  const folder = await demo.alice.call('createFolder', undefined)
  writeFileSync(path, JSON.stringify({ directory: demo.options.directory, folder }))
  demo.report.note(`folder ${folder} (creating it costs no gas)`)
  return folder
}

function unfinishedPath({ stateFolder }: Demo): string {
  return join(stateFolder, 'unfinished-upload.json')
}
