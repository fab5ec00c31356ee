import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openPackStore } from '@space/backend-pack'
import type { SourceFile, SourceItem, UploadProgress } from '@space/sdk'
import { readDirectory } from '@space/sdk/node'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'
import { openOwned } from '../support/open-owned.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { compareFolder } from './support/compare-folder.ts'
import { type HostileTree, makeHostileTree } from './support/hostile-tree.ts'
import { type DemoLine, parseLines, runStart } from './support/run-start.ts'

describe('an upload of a hostile directory', () => {
  let work: string
  let tree: HostileTree
  let smallTree: HostileTree
  let network: LocalNetwork

  before(async () => {
    work = temporaryFolder()
    tree = await makeHostileTree(join(work, 'tree'), 3_000)
    smallTree = await makeHostileTree(join(work, 'small'), 50)
    network = await startLocalNetwork()
  })

  after(async () => {
    await network?.stop()
    tree?.close()
    smallTree?.close()
  })

  const upload = async (name: string, source: AsyncIterable<SourceItem>) => {
    const store = join(work, `store-${name}`)
    const events: UploadProgress[] = []
    const backend = await openPackStore(store)
    const participant = await network.createParticipant(backend, name)
    const folder = await participant.space.folders.create()
    const result = await folder.upload(source, { onProgress: (event) => events.push(event) })
    await backend.close()
    const reading = await openPackStore(store, { access: 'read' })
    const space = await network.openSpace(participant, reading)
    return { result, events, folder: await openOwned(space, folder.id), close: () => reading.close() }
  }

  it('keeps every file and directory, and reports what it leaves out and renames', async () => {
    const { result, events, folder, close } = await upload('alice', readDirectory(tree.root))
    assert.equal(result.complete, false)
    assertSkipped(result.skipped, tree.skipped)
    assert.deepEqual(sortRenames(result.renamed), sortRenames(tree.renamed))
    assert.equal(result.files, tree.files.size)
    assert.equal(result.directories, tree.directories.size)
    assert.equal(events.at(-1)?.filesDone, tree.files.size)
    assert.equal(events.at(-1)?.bytesDone, result.sizeBytes)
    await compareFolder(folder, tree.files, tree.directories)
    await close()
  })

  it('leaves out what changes, vanishes or becomes something else while it is read', async () => {
    const root = join(work, 'moving')
    mkdirSync(root)
    const files = new Map<string, Uint8Array>()
    const skipped = new Map<string, RegExp>()
    const accidents = new Map<string, () => void>()
    const large = Buffer.alloc(3_000_000, 'large')
    const plan = (name: string, content: Uint8Array, reason: RegExp, accident: (at: string) => void) => {
      writeFileSync(join(root, name), content)
      skipped.set(name, reason)
      accidents.set(name, () => accident(join(root, name)))
    }
    const small = Buffer.from('small')
    const changed = /changed while it was read/
    plan('grows', large, changed, (at) => appendFileSync(at, 'more'))
    plan('shrinks', large, changed, (at) => truncateSync(at, 1_500_000))
    plan('is rewritten', large, changed, (at) => writeFileSync(at, Buffer.alloc(large.length, 'other')))
    plan('small grows', small, changed, (at) => appendFileSync(at, 'more'))
    plan('small shrinks', small, changed, (at) => truncateSync(at, 2))
    plan('is replaced', small, changed, (at) => {
      writeFileSync(`${at}.new`, 'other')
      renameSync(`${at}.new`, at)
    })
    plan('vanishes', small, /vanished/, (at) => unlinkSync(at))
    plan('becomes a link', small, /became a symbolic link/, (at) => {
      unlinkSync(at)
      symlinkSync('/etc/passwd', at)
    })
    plan('becomes a pipe', small, changed, (at) => {
      unlinkSync(at)
      execFileSync('mkfifo', [at])
    })
    plan('becomes a directory', small, changed, (at) => {
      unlinkSync(at)
      mkdirSync(at)
    })
    mkdirSync(join(root, 'directory vanishes'))
    skipped.set('directory vanishes', /vanished/)
    accidents.set('directory vanishes', () => rmSync(join(root, 'directory vanishes'), { recursive: true }))
    for (const name of ['before', 'mid', 'zz after']) {
      files.set(name, Buffer.from(`${name} stays`))
      writeFileSync(join(root, name), files.get(name) as Uint8Array)
    }

    const source = withAccidents(readDirectory(root), accidents)
    const { result, folder, close } = await upload('bob', source)
    assertSkipped(result.skipped, skipped)
    assert.equal(accidents.size, 0, 'every accident happened')
    await compareFolder(folder, files, new Set(['directory vanishes']))
    await close()
  })

  it('ends npm start with code 3, its result names what was left out', async () => {
    const temporary = join(work, 'tmp')
    mkdirSync(temporary)
    const run = await runStart(['--json', smallTree.root], { temporary })
    assert.equal(run.code, 3, run.errors + run.lines.slice(-3).join('\n'))
    const result = parseLines(run).at(-1) as DemoLine
    assert.equal(result.ok, true)
    assertSkipped(result.skipped as { path: string; reason: string }[], smallTree.skipped)
    const renamed = result.renamed as { from: string; to: string }[]
    assert.deepEqual(sortRenames(renamed), sortRenames(smallTree.renamed))
    assert.equal((result.steps as DemoLine[])[3]?.files, smallTree.files.size)
  })
})

/** Lets each accident happen once: to a directory when it is met, to a file before its first or second piece is read. */
async function* withAccidents(
  source: AsyncIterable<SourceItem>,
  accidents: Map<string, () => void>,
): AsyncGenerator<SourceItem> {
  const strike = (path: string) => {
    const accident = accidents.get(path)
    accidents.delete(path)
    accident?.()
  }
  for await (const item of source) {
    if (item.kind === 'directory') strike(item.path)
    yield item.kind === 'file' ? { ...item, read: (...args) => readUntil(item, args) } : item
  }
  async function* readUntil(file: SourceFile, args: Parameters<SourceFile['read']>) {
    if (file.sizeBytes < 1_000) strike(file.path)
    for await (const piece of file.read(...args)) {
      yield piece
      strike(file.path)
    }
  }
}

function assertSkipped(
  skipped: readonly { path: string; reason: string }[],
  expected: ReadonlyMap<string, RegExp>,
): void {
  assert.deepEqual(skipped.map(({ path }) => path).sort(), [...expected.keys()].sort())
  for (const { path, reason } of skipped) assert.match(reason, expected.get(path) as RegExp, path)
}

function sortRenames(renamed: readonly { from: string; to: string }[]) {
  return renamed.toSorted((a, b) => (a.to < b.to ? -1 : 1))
}
