import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SUBGRAPH = join(import.meta.dirname, '../../subgraph')
const ADDRESSES = {
  network: 'sepolia',
  deployBlock: 42,
  names: `0x${'11'.repeat(20)}`,
  balances: `0x${'22'.repeat(20)}`,
  grants: `0x${'33'.repeat(20)}`,
}

const folder = temporaryFolder()
const out = join(folder, 'out')

before(() => {
  assert.equal(run('build.mjs').status, 0)
})

function run(script: string, ...args: string[]) {
  return spawnSync(process.execPath, [join(SUBGRAPH, 'scripts', script), ...args], { encoding: 'utf8' })
}

function setAddresses(content: string) {
  const file = join(folder, 'addresses.json')
  writeFileSync(file, content)
  return run('with-addresses.mjs', '--addresses', file, '--out', out)
}

describe('subgraph scripts', () => {
  test('a build that is up to date is not repeated', () => {
    assert.equal(run('build.mjs').stdout.trim(), 'subgraph: up to date')
  })

  test('addresses go into a copy of the build and change nothing else', () => {
    assert.equal(setAddresses(JSON.stringify(ADDRESSES)).status, 0)
    const built = readFileSync(join(SUBGRAPH, 'build/subgraph.yaml'), 'utf8')
    const manifest = readFileSync(join(out, 'subgraph.yaml'), 'utf8')
    assert.deepEqual(
      [...manifest.matchAll(/(network|startBlock|address): (.*)/g)].map((match) => match[2]),
      [ADDRESSES.names, ADDRESSES.balances, ADDRESSES.grants].flatMap((address) => [
        'sepolia',
        `"${address}"`,
        '42',
      ]),
    )
    const blank = (text: string) => text.replace(/(network|startBlock|address): .*/g, '$1')
    assert.equal(blank(manifest), blank(built))
    assert.deepEqual(
      readdirSync(out, { recursive: true }).sort(),
      readdirSync(join(SUBGRAPH, 'build'), { recursive: true })
        .filter((file) => file !== 'stamp')
        .sort(),
    )
  })

  const refusals: [string, string, RegExp][] = [
    ['a missing contract', JSON.stringify({ ...ADDRESSES, grants: undefined }), /no valid address "grants"/],
    ['a malformed address', JSON.stringify({ ...ADDRESSES, names: '0x12' }), /no valid address "names"/],
    [
      'a network that would break the manifest',
      JSON.stringify({ ...ADDRESSES, network: 'a: b' }),
      /not the name/,
    ],
    ['a block that is none', JSON.stringify({ ...ADDRESSES, deployBlock: -1 }), /not a block/],
    ['what is not JSON', '{', /Cannot read the addresses file/],
    ['what is no object', 'null', /no JSON object/],
  ]
  for (const [what, content, message] of refusals) {
    test(`${what} is refused`, () => {
      const { status, stderr } = setAddresses(content)
      assert.equal(status, 1)
      assert.match(stderr, message)
    })
  }

  test('missing arguments are refused with the usage', () => {
    const { status, stderr } = run('with-addresses.mjs')
    assert.equal(status, 1)
    assert.match(stderr, /Usage: with-addresses\.mjs --addresses FILE --out DIR/)
  })
})

describe('the lock of the build', () => {
  const lock = join(folder, 'lock')
  const journal = join(folder, 'journal')
  const locked = `
    import { appendFileSync } from 'node:fs'
    import { withLock } from ${JSON.stringify(join(SUBGRAPH, 'scripts/lock.mjs'))}
    withLock(${JSON.stringify(lock)}, () => {
      appendFileSync(${JSON.stringify(journal)}, 'in ')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
      appendFileSync(${JSON.stringify(journal)}, 'out ')
    })`
  const args = ['--input-type=module', '--eval', locked]

  test('lets one process in at a time', async () => {
    writeFileSync(journal, '')
    const children = [1, 2, 3].map(() => spawn(process.execPath, args))
    await Promise.all(children.map((child) => once(child, 'exit')))
    assert.equal(readFileSync(journal, 'utf8'), 'in out in out in out ')
    assert.ok(!existsSync(lock))
  })

  test('does not outlive the process that held it', () => {
    writeFileSync(journal, '')
    const gone = spawnSync(process.execPath, ['--eval', ''])
    writeFileSync(lock, String(gone.pid))
    assert.equal(spawnSync(process.execPath, args).status, 0)
    assert.equal(readFileSync(journal, 'utf8'), 'in out ')
  })
})
