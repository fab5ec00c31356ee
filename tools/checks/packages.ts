// Every package, packed as npm would publish it, has entry points and types that others can resolve (publint, Are The
// Types Wrong?). The packages are ES modules only.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'space-packages-'))
try {
  const packed = execFileSync('node', ['scripts/pack.ts', '--to', folder], { cwd: root, encoding: 'utf8' })
  for (const line of packed.trim().split('\n')) {
    const [name = '', tarball = ''] = line.split(' ')
    const data = new Uint8Array(readFileSync(tarball))
    const faults = [...(await findPublishFaults(data)), ...(await findTypeFaults(data))]
    for (const fault of faults) console.error(`${name}: ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}

async function findPublishFaults(data: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: data.buffer }, level: 'warning', strict: true })
  return messages.map((message) => formatMessage(message, pkg ?? {}) ?? message.code)
}

async function findTypeFaults(data: Uint8Array): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(data))
  return result.types === false
    ? []
    : result.problems.filter(concernsModules).map((problem) => JSON.stringify(problem))
}

/** What is wrong for an import; nothing can be required, and Node 10 knows no entry points but the first. */
function concernsModules(problem: Problem): boolean {
  const isOld =
    ('resolutionKind' in problem && /^node10$|-cjs$/.test(problem.resolutionKind)) ||
    ('resolutionOption' in problem && problem.resolutionOption === 'node10')
  return !isOld && problem.kind !== 'CJSResolvesToESM'
}
