import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type DemoLine, type DemoRun, isGroupAlive, parseLines, runStart } from './support/run-start.ts'

const titles = ['chain', 'names', 'deposits', 'uploads', 'shares', 'link', 'charges', 'revokes', 'observer']

describe('npm start', () => {
  let work: string
  let temporary: string

  before(() => {
    work = mkdtempSync(join(tmpdir(), 'space-demo-'))
    temporary = join(work, 'tmp')
    mkdirSync(temporary)
  })

  after(() => rmSync(work, { recursive: true, force: true }))

  const assertNothingLeft = ({ groupId }: DemoRun) => {
    assert.equal(isGroupAlive(groupId), false, 'a process was left behind')
    assert.deepEqual(readdirSync(temporary), [], 'something was left in the temporary folder')
  }

  it('refuses wrong usage with code 2 and says what is wrong', async () => {
    const empty = join(work, 'empty')
    mkdirSync(empty, { recursive: true })
    writeFileSync(join(work, 'file'), '')
    const wrong: [string[], RegExp][] = [
      [['--nonsense'], /--nonsense/],
      [[empty, empty], /one directory can be uploaded, not 2/],
      [[join(work, 'missing')], /there is no directory .*missing/],
      [['--state', join(work, 'file')], /file is not a directory/],
      [[empty, '--state', join(empty, 'state')], /state lies in /],
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
    assert.match(run.lines.join('\n'), /--state DIR.*--json.*Exit codes/s)
  })

  it('runs the whole demo twice side by side, in JSON and in words', async () => {
    const [json, words] = await Promise.all([
      runStart(['--json'], { temporary }),
      runStart([], { temporary }),
    ])
    assert.equal(json.code, 0, json.errors)
    assert.equal(words.code, 0, words.lines.join('\n'))
    assertNothingLeft(json)
    assertNothingLeft(words)

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
    writeFileSync(join(source, 'large.bin'), randomBytes(100 << 20))
    const args = ['--json', source, '--state', state]

    const interrupted = await runStart(args, {
      temporary,
      onLine: (line, groupId) => {
        if (line.includes('"what":"durable"')) process.kill(-groupId, 'SIGINT')
      },
    })
    assert.equal(interrupted.code, 130, interrupted.errors)
    assertNothingLeft(interrupted)
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
    assertNothingLeft(again)
    const second = parseLines(again)
    assert.ok(onlyResult(second).ok)
    assert.ok((second.find(({ what }) => what === 'durable')?.done as number) >= durable)
    assert.ok(second.some(({ text }) => /its upload was broken off and goes on/.test(String(text))))
  })

  it('works in a state folder where the demo has run before', async () => {
    const source = join(work, 'small')
    mkdirSync(source)
    writeFileSync(join(source, 'a.txt'), 'a')
    const run = await runStart(['--json', source, '--state', join(work, 'state')], { temporary })
    assert.equal(run.code, 0, run.errors + run.lines.join('\n'))
    assert.equal((onlyResult(parseLines(run)).steps as DemoLine[])[3]?.files, 1)
    assertNothingLeft(run)
  })
})

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
