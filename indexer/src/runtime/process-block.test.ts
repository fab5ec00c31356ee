import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BlockWithLogs } from '../chain/chain-types.ts'
import { IndexerError } from '../errors.ts'
import { loadBuild, type SubgraphBuild } from '../manifest/load-build.ts'
import type { BigDecimal } from '../numbers/big-decimal.ts'
import {
  addDecimals,
  divideDecimals,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
} from '../numbers/big-decimal.ts'
import { openStore } from '../store/open-store.ts'
import type { EntityChange } from '../store/store.ts'
import { buildLedger } from '../testing/build-ledger.ts'
import { fetchBlocks } from '../testing/fetch-blocks.ts'
import { audited, computed, failing, paid, probed, stored, tagged } from '../testing/ledger-logs.ts'
import { MockChain, type MockLog } from '../testing/mock-chain.ts'
import { randomLogs, randomNumbers } from '../testing/random-logs.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { EntityCache } from './entity-cache.ts'
import { type MappingLog, processBlock } from './process-block.ts'

const buildDir = buildLedger()
const build = loadBuild(buildDir)

async function mined(...blocks: MockLog[][]): Promise<BlockWithLogs[]> {
  const chain = new MockChain()
  for (const logs of blocks) chain.mine(logs)
  return fetchBlocks(chain, build)
}

/** Maps blocks into a new store and returns each one's changes. */
function map(
  blocks: readonly BlockWithLogs[],
  by: SubgraphBuild = build,
  onLog: (log: MappingLog) => void = () => {},
) {
  const path = join(temporaryFolder(), 'index.sqlite')
  const store = openStore({ path, schema: by.schema, identity: 'test' })
  const cache = new EntityCache(by.schema, store, by.apiVersion)
  try {
    return blocks.map((item) => {
      const changes = processBlock(by, cache, item, onLog)
      const { number, hash, parentHash, timestamp } = item.block
      store.commitBlock({ number, hash, parentHash, timestamp }, changes)
      cache.forgetWaiting()
      return changes
    })
  } finally {
    store.close()
  }
}

function results(changes: readonly EntityChange[]): unknown[] {
  return changes.filter(({ type }) => type === 'Result').map(({ data }) => data?.get('value'))
}

/** Results of operations of the mapping. */
async function compute(operations: readonly (readonly [operation: string, x?: string, y?: string])[]) {
  const blocks = await mined(operations.map(([operation, x, y]) => computed(operation, x, y)))
  const [changes = []] = map(blocks)
  const byLog = changes
    .filter(({ type, data }) => type === 'Result' && data?.get('op') !== 'first')
    .map(({ id, data }) => [
      blocks[0]?.logs.findIndex((log) => id.startsWith(log.transactionHash)),
      data?.get('value'),
    ])
  return operations.map((_, i) => byLog.find(([log]) => log === i)?.[1])
}

test('a reset instance does what a fresh one does, to every byte that is written', async () => {
  const random = randomNumbers(21)
  const chain = new MockChain()
  const tools = () =>
    [probed(), computed('static'), computed('dec.div', '1', '7'), tagged(7, 'x'), stored(BigInt(random(9)))][
      random(5)
    ]
  for (let i = 0; i < 60; i++) chain.mine([...randomLogs(random), tools() as MockLog, probed()])
  const blocks = await fetchBlocks(chain, build)
  assert.deepEqual(map(blocks), map(blocks, loadBuild(buildDir, { mode: 'fresh' })))
})

test('module state does not reach the next handler', async () => {
  const [first = [], second = []] = map(await mined([probed(), probed()], [probed()]))
  const probes = [...first, ...second].filter(({ type }) => type === 'Probe').map(({ data }) => data)
  assert.equal(probes.length, 3)
  for (const data of probes) {
    assert.equal(data?.get('calls'), 1)
    assert.equal(data?.get('arrayLength'), 4)
  }
})

test('a handler that trapped leaves nothing behind for the next', async () => {
  const local = loadBuild(buildDir)
  const [bad, good] = (await mined([failing('bounds')], [probed()])) as [BlockWithLogs, BlockWithLogs]
  assert.throws(() => map([bad], local), IndexerError)
  const [changes = []] = map([good], local)
  assert.equal(changes.find(({ type }) => type === 'Probe')?.data?.get('calls'), 1)
})

test('each way to fail names handler, place and cause, and drops the block', async () => {
  const ways: Record<string, RegExp> = {
    abort: /the mapping gave up \(at src\/tools\.ts:\d+:\d+\)$/,
    bounds: /Index out of range \(at ~lib\/array\.ts:\d+:\d+\)$/,
    unreachable: /unreachable \(at src\/tools\/handleFailed\)$/,
    divide: /attempted to divide BigInt `1` by zero/,
    critical: /Critical error logged in mapping: enough of critical/,
    missing: /Entity Result\[0x01\]: missing value for non-nullable field `value`/,
    field: /Attempted to set undefined fields \[nonsense\] for the entity type `Result`/,
    type: /field `op` must have type String but has type Int/,
    undeclared: /entity type `Name` is not on the 'entities' list for data source `Tools`/,
    derived: /field `paymentsSent` is derived and can not be set/,
    recursion: /Maximum call stack size exceeded/,
    json: /Failed to parse JSON/,
  }
  for (const [how, message] of Object.entries(ways)) {
    const blocks = await mined([failing(how)])
    assert.throws(
      () => map(blocks),
      (error) => {
        assert.ok(error instanceof IndexerError && error.code === 'handler-failed', String(error))
        assert.match(error.message, message)
        assert.match(
          error.message,
          /^Handler handleFailed of data source Tools failed in block 1, transaction 0x/,
        )
        const functions = error.details.functions as string[]
        assert.ok(
          functions.some((name) => /src\/tools\/(handleFailed|recurse)/.test(name)),
          functions.join(),
        )
        return true
      },
      how,
    )
  }
})

test('an immutable entity can be merged within its block and not changed later', async () => {
  const [changes = []] = map(await mined([failing('immutable')]))
  assert.equal(changes.find(({ data }) => data?.get('op') === 'again')?.data?.get('value'), 'a second time')
  const blocks = await mined([failing('twice')], [failing('twice')])
  assert.throws(() => map(blocks), /Entity Result\[0x01\] is immutable and exists already/)
})

test('integers compute as they should', async () => {
  const integer = fc.bigInt({ min: -(1n << 200n), max: 1n << 200n })
  const samples = fc.sample(fc.tuple(integer, integer, fc.nat(90)), { numRuns: 25, seed: 4 })
  const operations = samples.flatMap(([x, y, n]) => [
    ['int.plus', `${x}`, `${y}`, `${x + y}`],
    ['int.minus', `${x}`, `${y}`, `${x - y}`],
    ['int.times', `${x}`, `${y}`, `${x * y}`],
    ['int.div', `${x}`, `${y || 1n}`, `${x / (y || 1n)}`],
    ['int.mod', `${x}`, `${y || 1n}`, `${x % (y || 1n)}`],
    ['int.or', `${x}`, `${y}`, `${x | y}`],
    ['int.and', `${x}`, `${y}`, `${x & y}`],
    ['int.shl', `${x}`, `${n}`, `${x << BigInt(n)}`],
    ['int.shr', `${x}`, `${n}`, `${x >> BigInt(n)}`],
    ['int.pow', `${x}`, `${n % 6}`, `${x ** BigInt(n % 6)}`],
    ['int.lt', `${x}`, `${y}`, `${x < y}`],
    ['int.eq', `${x}`, `${x}`, 'true'],
  ]) as [string, string, string, string][]
  const answers = await compute(operations.map(([operation, x, y]) => [operation, x, y]))
  operations.forEach(([operation, x, y, expected], i) => {
    assert.equal(answers[i], expected, `${operation} ${x} ${y}`)
  })
})

test('decimals compute as graph-node does', async () => {
  const decimal = fc.tuple(
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.integer({ min: -20, max: 20 }),
  )
  const texts = decimal.map(([digits, exp]) => formatDecimal(parseDecimal(`${digits}e${exp}`) as BigDecimal))
  const samples = fc.sample(fc.tuple(texts, texts), { numRuns: 25, seed: 5 })
  const read = (text: string) => parseDecimal(text) as BigDecimal
  const operations = samples.flatMap(([x, y]) => [
    ['dec.plus', x, y, addDecimals(read(x), read(y))],
    ['dec.times', x, y, multiplyDecimals(read(x), read(y))],
    ['dec.div', x, y === '0' ? '3' : y, divideDecimals(read(x), read(y === '0' ? '3' : y))],
    ['int.toDecimalDiv', '-17', y === '0' ? '3' : y, divideDecimals(read('-17'), read(y === '0' ? '3' : y))],
  ]) as [string, string, string, BigDecimal][]
  const answers = await compute(operations.map(([operation, x, y]) => [operation, x, y]))
  operations.forEach(([operation, x, y, expected], i) => {
    assert.equal(answers[i], formatDecimal(expected), `${operation} ${x} ${y}`)
  })
})

test('conversions, hashing, JSON, ABI coding and the data source answer as graph-ts expects', async () => {
  const cases: [operation: string, x: string, y: string, result: string][] = [
    ['int.hex', '-256', '', '0x100'],
    ['dec.eq', '1.50', '1.5', 'true'],
    ['dec.minus', '0.3', '0.1', '0.2'],
    ['hex.string', '0x68c3a90000', '', 'hé'],
    ['hex.string', '0xff41', '', '\ufffdA'],
    ['hex.base58', '0x0000287fb4cd', '', '11233QC4'],
    ['hex.keccak', '0x', '', '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
    ['json.keys', '{"b": 12, "a": [true], "c": {"x": null}}', '', 'a:4;b:2;c:5;'],
    ['json.keys', '{', '', 'error'],
    ['json.big', '{"n": 123456789012345678901234567890}', 'n', '123456789012345678901234567890'],
    ['json.i64', '-9223372036854775808', '', '-9223372036854775808'],
    ['json.u64', '18446744073709551615', '', '18446744073709551615'],
    ['json.f64', '-1.5e3', '', '-1500.0'],
    ['abi.decode', `0x${'00'.repeat(31)}05`, 'uint256', '4'],
    ['abi.decode', '0x01', 'uint256', 'null'],
    ['abi.decode', `0x${'00'.repeat(32)}`, 'no type', 'null'],
    ['source', '', '', '0x0000000000000000000000000000000000000000|local|0'],
  ]
  const answers = await compute(cases.map(([operation, x, y]) => [operation, x, y]))
  assert.deepEqual(
    answers,
    cases.map(([, , , result]) => result),
  )
  const [roundTrip] = await compute([['abi.roundTrip', 'héllo', '123']])
  assert.match(String(roundTrip), /\|héllo\|123\|2$/)
})

test('keeps every kind of value, and null takes fields away', async () => {
  const [first = [], second = []] = map(await mined([stored(-5n)], [stored(-5n, true)]))
  const kept = first.find(({ type }) => type === 'Everything')
  assert.equal(kept?.id, '-5')
  assert.deepEqual(
    kept?.data,
    new Map<string, unknown>([
      ['id', -5n],
      ['text', 'emoji \u{1F600} and  NUL'],
      ['texts', ['', 'a', '\u00e9']],
      ['int', -7],
      ['ints', [-2147483648, 0, 2147483647]],
      ['int8', -9223372036854775808n],
      ['big', -(1n << 255n)],
      ['bigs', [-1n, 128n, -128n, 255n]],
      ['decimal', { digits: -123n, exp: -6 }],
      [
        'decimals',
        [
          { digits: 1n, exp: 3 },
          { digits: 0n, exp: 0 },
        ],
      ],
      ['bool', true],
      ['bools', [true, false]],
      ['bytes', new Uint8Array([0, 255])],
      ['time', 1700000000000001n],
      ['size', 'LARGE'],
    ]),
  )
  const cleared = second.find(({ type }) => type === 'Everything')?.data
  assert.equal(cleared?.has('text') || cleared?.has('bigs'), false)
  assert.equal(cleared?.get('int'), -7)
})

test('a write that changes nothing is no change', async () => {
  const [, second = []] = map(await mined([stored(1n)], [stored(1n)]))
  assert.deepEqual(second, [])
})

test('filters topics, gives receipts and runs block handlers when they are due', async () => {
  const blocks = await mined(
    [tagged(6, 'no'), tagged(7, 'yes')],
    [tagged(8, 'yes too')],
    [audited(9)],
    ...Array(7).fill([]),
  )
  const changes = map(blocks)
  assert.deepEqual(results(changes[0] ?? []), ['7:yes'])
  assert.deepEqual(results(changes[1] ?? []), ['8:yes too'])
  assert.deepEqual(results(changes[2] ?? []), [`21000:1:1:0x${'09'.padStart(64, '0')}:none`])
  assert.deepEqual(results(changes[9] ?? []), ['10:1700000120:512'])
})

test('logs come with their level and data source', async () => {
  const logs: MappingLog[] = []
  map(await mined([computed('log', 'a', 'b')]), build, (log) => logs.push(log))
  assert.deepEqual(logs, [{ level: 'info', message: 'note a b', dataSource: 'Tools' }])
})

test('related entities include what the block has written so far', async () => {
  const [changes = []] = map(await mined([paid(1, 2, 5n), paid(1, 3, 6n), paid(2, 1, 7n)]))
  const counts = changes
    .filter(({ type }) => type === 'Payment')
    .map(({ data }) => data?.get('paymentsSoFar'))
  assert.deepEqual(counts, [0, 1, 0])
})
