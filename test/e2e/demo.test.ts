import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { openPackStore } from '@space/backend-pack'
import { requestRpc } from '@space/devnet'
import { createRandom } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type DemoLine, type DemoRun, isGroupAlive, parseLines, runStart } from './support/run-start.ts'

const random = createRandom('demo')
const root = join(import.meta.dirname, '../..')
const titles = ['chain', 'names', 'deposits', 'uploads', 'shares', 'link', 'charges', 'revokes', 'observer']

describe('npm start', () => {
  let work: string
  let temporary: string

  before(() => {
    work = temporaryFolder()
    temporary = join(work, 'tmp')
    mkdirSync(temporary)
  })

  it('refuses wrong usage with code 2 and says what is wrong', async () => {
    const empty = join(work, 'empty')
    mkdirSync(empty, { recursive: true })
    writeFileSync(join(work, 'file'), '')
    const wrong: [string[], RegExp][] = [
      [['--nonsense'], /--nonsense/],
      [[empty, empty], /one directory can be uploaded, not 2/],
      [[join(work, 'missing')], /there is no directory .*missing/],
      [['--state', join(work, 'file')], /file is not a directory/],
      [[empty, '--state', join(empty, 'state')], /state is inside of /],
      [['--port', '65534'], /--port must be a number from 0 to 65533, not 65534/],
      [['--port', 'eight'], /--port must be a number .*, not eight/],
    ]
    for (const [args, expected] of wrong) {
      const run = await runStart(args, { temporary })
      assert.equal(run.code, 2, args.join(' '))
      assert.deepEqual(run.lines, [])
      assert.match(run.errors, expected)
      assert.match(run.errors, /Usage: npm start/)
    }
    assert.deepEqual(readdirSync(temporary), [])
  })

  it('explains itself', async () => {
    const run = await runStart(['--help'], { temporary })
    assert.equal(run.code, 0)
    assert.match(run.lines.join('\n'), /--keep.*--port N.*8545 with --keep.*--state DIR.*--json.*Exit codes/s)
  })

  it('runs the whole demo twice side by side, in JSON and in words', async () => {
    const [json, words] = await Promise.all([
      runStart(['--json'], { temporary }),
      runStart([], { temporary }),
    ])
    assert.equal(json.code, 0, json.errors)
    assert.equal(words.code, 0, words.lines.join('\n'))
    assertNothingLeft(json, temporary)
    assertNothingLeft(words, temporary)

    const lines = parseLines(json)
    assertProgressGrows(lines)
    const result = onlyResult(lines)
    assert.deepEqual([result.ok, result.skipped, result.renamed, result.state], [true, [], [], ''])
    const steps = result.steps as DemoLine[]
    assert.deepEqual(
      steps.map(({ id, ok }) => [id, ok]),
      titles.map((_, index) => [String(index + 1), true]),
    )
    for (const [index, word] of titles.entries()) assert.match(String(steps[index]?.title), new RegExp(word))
    for (const { ms } of steps) assert.ok(Number.isInteger(ms) && (ms as number) >= 0)
    assert.ok((steps[3]?.files as number) >= 40)
    assert.equal(steps[3]?.leftOut, 0)
    assert.equal(steps[7]?.epoch, 1)

    const text = words.lines.join('\n')
    assert.ok(!text.includes('\x1b') && !text.includes('\r'), 'there is no terminal')
    assert.match(text, /Every check held\.$/m)
    for (const { title } of steps) assert.ok(text.includes(String(title)))
  })

  it('ends with code 130 on Ctrl-C, and the same command goes on from what was durable', async () => {
    const source = join(work, 'source')
    const state = join(work, 'state')
    mkdirSync(source)
    writeFileSync(join(source, 'large.bin'), random.bytes(100 << 20))
    const args = ['--json', source, '--state', state]

    const interrupted = await runStart(args, {
      temporary,
      onLine: (line, groupId) => {
        if (line.includes('"what":"durable"')) process.kill(-groupId, 'SIGINT')
      },
    })
    assert.equal(interrupted.code, 130, interrupted.errors)
    assertNothingLeft(interrupted, temporary)
    const first = parseLines(interrupted)
    const result = onlyResult(first)
    assert.equal(result.ok, false)
    assert.equal((result.steps as DemoLine[]).at(-1)?.error, 'it was interrupted')
    assert.equal(result.state, state)
    const durable = first.filter(({ what }) => what === 'durable').at(-1)?.done as number
    assert.ok(durable > 0)
    assert.match(String(first.at(-2)?.text), /^interrupted: .* are durable in .*; the same command goes on/)

    const again = await runStart(args, { temporary })
    assert.equal(again.code, 0, again.errors + again.lines.join('\n'))
    assertNothingLeft(again, temporary)
    const second = parseLines(again)
    assert.ok(onlyResult(second).ok)
    assert.ok((second.find(({ what }) => what === 'durable')?.done as number) >= durable)
    assert.ok(second.some(({ text }) => /its upload was broken off and goes on/.test(String(text))))
  })

  it('works in a state folder where the demo has run before, and serves what its JSON names', async () => {
    const source = join(work, 'small')
    mkdirSync(source)
    writeFileSync(join(source, 'a.txt'), 'a')
    const port = await findFreePorts()
    const args = [source, '--json', '--keep', '--port', String(port), '--state', join(work, 'state')]
    const run = await runAndUse(args, temporary, async (lines) => {
      const serving = JSON.parse(lines.at(-2) as string) as DemoLine
      const [rpcUrl, indexUrl, blocksUrl] = [0, 1, 2].map((offset) => `http://127.0.0.1:${port + offset}`)
      assert.deepEqual(serving, {
        type: 'serving',
        rpcUrl,
        indexUrl: `${indexUrl}/subgraphs/name/space`,
        blocksUrl,
        chainId: 31_337,
      })
      assert.equal(await requestRpc(rpcUrl as string, 'eth_chainId'), '0x7a69')
      const meta = { query: '{ _meta { hasIndexingErrors } }' }
      assert.deepEqual(await queryIndex(serving.indexUrl as string, meta), {
        _meta: { hasIndexingErrors: false },
      })
      await assertBlocksServed(blocksUrl as string, join(work, 'state/store'))
    })
    assert.equal(run.code, 0, run.errors + run.lines.join('\n'))
    assert.equal((onlyResult(parseLines(run)).steps as DemoLine[])[3]?.files, 1)
    assertNothingLeft(run, temporary)
  })
})

describe('npm start -- --keep', () => {
  let work: string
  let temporary: string
  let source: string

  before(() => {
    work = temporaryFolder()
    temporary = join(work, 'tmp')
    mkdirSync(temporary)
    source = join(work, 'source')
    mkdirSync(source)
    writeFileSync(join(source, 'a.txt'), 'a')
    symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'))
  })

  it('serves where the example of the README looks for it, and its last lines can be pasted', async () => {
    // Where another network has the usual port, the example is told of another one.
    const isUsual = await areFree(8_545)
    const port = isUsual ? 8_545 : await findFreePorts()
    const args = isUsual ? [source, '--keep'] : [source, '--keep', '--port', String(port)]
    const rpcUrl = `http://127.0.0.1:${port}`
    const run = await runAndUse(args, temporary, async (lines) => {
      const text = lines.join('\n')
      assert.match(text, new RegExp(`chain +${rpcUrl} \\(chain id 31337\\)`))
      assert.match(text, new RegExp(`subgraph +http://127\\.0\\.0\\.1:${port + 1}/subgraphs/name/space`))
      assert.match(text, new RegExp(`blocks +http://127\\.0\\.0\\.1:${port + 2}/ipfs/CID`))
      const snapshot = await requestRpc(rpcUrl, 'evm_snapshot')
      assert.equal(await runShell(text.slice(text.indexOf('node_modules/.bin/node'))), 'hello space\n')
      // Its name is free again.
      await requestRpc(rpcUrl, 'evm_revert', [snapshot])
      writeFileSync(join(work, 'example.ts'), readExample())
      const command = `'${process.execPath}' '${join(work, 'example.ts')}'`
      assert.equal(await runShell(isUsual ? command : `${command} ${rpcUrl}`), 'hello space\n')
      const query = { query: '{ names(where: { text: "carol" }) { text } }' }
      assert.deepEqual(await queryIndex(`http://127.0.0.1:${port + 1}/subgraphs/name/space`, query), {
        names: [{ text: 'carol' }],
      })
    })
    assert.equal(run.code, 0, run.errors)
    assertNothingLeft(run, temporary)
  })

  it('says which port is taken, and how to choose another', async () => {
    const port = await findFreePorts()
    for (const taken of [port, port + 1, port + 2]) {
      const holder = createServer()
      await new Promise<void>((resolve) => holder.listen(taken, '127.0.0.1', resolve))
      const run = await runStart([source, '--keep', '--port', String(port)], { temporary })
      holder.close()
      assert.equal(run.code, 1)
      assert.match(run.lines.join('\n'), new RegExp(`port ${taken} of 127\\.0\\.0\\.1 is in use .* --port N`))
      assertNothingLeft(run, temporary)
    }
  })
})

/** The example of the README, as it is printed. */
function readExample(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const example = /<!-- snippet:sdk -->\n```ts\n([\s\S]*?)```/.exec(readme)?.[1]
  assert.ok(example, 'README.md has an example')
  return example
}

/** Every block of the store, and what is refused. */
async function assertBlocksServed(url: string, directory: string): Promise<void> {
  const store = await openPackStore(directory, { access: 'read' })
  let blocks = 0
  for await (const cid of store.blocks.list()) {
    const response = await fetch(`${url}/ipfs/${cid}?format=raw`)
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'application/vnd.ipld.raw')
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), await store.blocks.get(cid))
    blocks += 1
  }
  await store.close()
  assert.ok(blocks > 3)
  const missing = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
  const statuses: [string, RequestInit, number][] = [
    [`/ipfs/${missing}?format=raw`, {}, 404],
    [`/ipfs/${missing}`, { headers: { accept: 'application/vnd.ipld.raw' } }, 404],
    [`/ipfs/${missing}`, {}, 406],
    [`/ipfs/${missing}?format=car`, {}, 406],
    ['/ipfs/nonsense?format=raw', {}, 400],
    ['/', {}, 404],
    [`/ipfs/${missing}?format=raw`, { method: 'POST' }, 405],
  ]
  for (const [path, init, status] of statuses) {
    assert.equal((await fetch(url + path, init)).status, status, `${init.method ?? 'GET'} ${path}`)
  }
}

async function queryIndex(url: string, query: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(query) })
  return ((await response.json()) as { data: Record<string, unknown> }).data
}

/** What a command prints that is pasted into a shell in the root of the repository. */
async function runShell(command: string): Promise<string> {
  return (await promisify(execFile)('sh', ['-c', command], { cwd: root })).stdout
}

/** The first of three free ports in a row. */
async function findFreePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + random.below(10_000)
    if (await areFree(first)) return first
  }
}

/** Whether no process listens on a port and the two after it. */
async function areFree(first: number): Promise<boolean> {
  const servers = [0, 1, 2].map(() => createServer())
  const listening = servers.map(
    (server, index) =>
      new Promise<boolean>((resolve) => {
        server.once('error', () => resolve(false)).listen(first + index, '127.0.0.1', () => resolve(true))
      }),
  )
  const results = await Promise.all(listening)
  const held = servers.filter((_, index) => results[index])
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))))
  return results.every(Boolean)
}

/** Runs the demo; `use` runs while it serves, and SIGTERM ends it afterwards. */
async function runAndUse(
  args: string[],
  temporary: string,
  use: (lines: readonly string[]) => Promise<void>,
): Promise<DemoRun> {
  const seen: string[] = []
  let used: Promise<void> | undefined
  let failure: unknown
  const run = await runStart(args, {
    temporary,
    onLine: (line, groupId) => {
      seen.push(line)
      if (line !== 'END' && !line.startsWith('{"type":"result"')) return
      used = use(seen)
        .catch((error) => {
          failure = error
        })
        .finally(() => process.kill(groupId, 'SIGTERM'))
    },
  })
  await used
  if (failure !== undefined) throw failure
  assert.ok(used, run.errors + run.lines.join('\n'))
  return run
}

/** A run leaves no process and no temporary file. */
function assertNothingLeft({ groupId }: DemoRun, temporary: string): void {
  assert.equal(isGroupAlive(groupId), false, 'a process was left behind')
  assert.deepEqual(readdirSync(temporary), [], 'something was left in the temporary folder')
}

function onlyResult(lines: DemoLine[]): DemoLine {
  assert.equal(lines.filter(({ type }) => type === 'result').length, 1)
  const last = lines.at(-1) as DemoLine
  assert.equal(last.type, 'result')
  return last
}

/** What is durable or compared in one stretch of work never becomes less. */
function assertProgressGrows(lines: DemoLine[]): void {
  const events = lines.filter(({ type, id }) => type === 'progress' && id === '4')
  assert.ok(events.length > 0)
  for (const what of ['durable', 'compared']) {
    const amounts = events.filter((event) => event.what === what).map(({ done }) => done as number)
    assert.deepEqual(
      amounts,
      amounts.toSorted((a, b) => a - b),
      what,
    )
  }
}
