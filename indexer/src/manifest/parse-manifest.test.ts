import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { parseManifest } from './parse-manifest.ts'

const ABI = JSON.stringify([
  { type: 'event', name: 'E', inputs: [{ name: 'x', type: 'uint256', indexed: true }] },
  { type: 'function', name: 'f', inputs: [] },
])

const MANIFEST = `
specVersion: 1.2.0
indexerHints:
  prune: auto
schema:
  file: schema.graphql
dataSources:
  - kind: ethereum/contract
    name: One
    network: mainnet
    source:
      address: "0xABcdefABCDEFabcdefABcdefabcdefABCDEFabcd"
      abi: Abi
      startBlock: 100
      endBlock: 200
    mapping:
      kind: ethereum/events
      apiVersion: 0.0.9
      language: wasm/assemblyscript
      entities:
        - Thing
      abis:
        - name: Abi
          file: One/Abi.json
      eventHandlers:
        - event: E(indexed uint256)
          handler: handleE
          receipt: true
          topic1: ["0x1", "0xAB"]
      blockHandlers:
        - handler: handleBlock
          filter:
            kind: polling
            every: 5
      file: One/One.wasm
`

function parse(source: string) {
  return parseManifest(source, () => ABI)
}

/** The manifest with a piece replaced. */
function changed(from: string, to: string): string {
  assert.ok(MANIFEST.includes(from), from)
  return MANIFEST.replace(from, to)
}

test('reads a manifest', () => {
  const manifest = parse(MANIFEST)
  assert.equal(manifest.network, 'mainnet')
  assert.equal(manifest.apiVersion, '0.0.9')
  assert.deepEqual(manifest.files, ['schema.graphql', 'One/One.wasm', 'One/Abi.json'])
  const [source] = manifest.dataSources
  assert.equal(source?.address, '0xabcdefabcdefabcdefabcdefabcdefabcdefabcd')
  assert.equal(source?.startBlock, 100)
  assert.equal(source?.endBlock, 200)
  assert.deepEqual([...(source?.entities ?? [])], ['Thing'])
  const [handler] = source?.eventHandlers ?? []
  assert.equal(handler?.needsReceipt, true)
  assert.deepEqual([...(handler?.topics[0] ?? [])], [`0x${'0'.repeat(63)}1`, `0x${'0'.repeat(62)}ab`])
  assert.equal(handler?.topics[1], undefined)
  assert.deepEqual(source?.blockHandlers, [{ handler: 'handleBlock', filter: { kind: 'polling', every: 5 } }])
})

test('an address is optional and never taken for a number', () => {
  const unquoted = changed(
    '"0xABcdefABCDEFabcdefABcdefabcdefABCDEFabcd"',
    '0x1000000000000000000000000000000000000001',
  )
  assert.equal(parse(unquoted).dataSources[0]?.address, '0x1000000000000000000000000000000000000001')
  const without = changed('      address: "0xABcdefABCDEFabcdefABcdefabcdefABCDEFabcd"\n', '')
  assert.equal(parse(without).dataSources[0]?.address, undefined)
})

test('refuses everything that it would have to ignore', () => {
  const cases: [from: string, to: string, place: string][] = [
    ['specVersion: 1.2.0', 'specVersion: 1.3.0', 'subgraph.yaml.specVersion'],
    ['apiVersion: 0.0.9', 'apiVersion: 0.0.4', 'subgraph.yaml.dataSources[0].mapping.apiVersion'],
    ['indexerHints:', 'templates: [{ name: T }]\nindexerHints:', 'subgraph.yaml.templates'],
    ['indexerHints:', 'graft: { base: Qm, block: 1 }\nindexerHints:', 'subgraph.yaml.graft'],
    ['indexerHints:', 'features: [nonFatalErrors]\nindexerHints:', 'subgraph.yaml.features'],
    ['indexerHints:', 'novelty: 1\nindexerHints:', 'subgraph.yaml.novelty'],
    ['kind: ethereum/contract', 'kind: file/ipfs', 'subgraph.yaml.dataSources[0].kind'],
    [
      'name: One',
      'name: One\n    context: { a: { type: Int, data: 1 } }',
      'subgraph.yaml.dataSources[0].context',
    ],
    [
      'eventHandlers:',
      'callHandlers: [{ handler: h }]\n      eventHandlers:',
      'subgraph.yaml.dataSources[0].mapping.callHandlers',
    ],
    ['receipt: true', 'calls: { a: b }', 'subgraph.yaml.dataSources[0].mapping.eventHandlers[0].calls'],
    ['kind: polling', 'kind: call', 'subgraph.yaml.dataSources[0].mapping.blockHandlers[0].filter.kind'],
  ]
  for (const [from, to, place] of cases) {
    assert.throws(
      () => parse(changed(from, to)),
      (error) => {
        assert.ok(error instanceof IndexerError && error.code === 'unsupported', `${to}: ${error}`)
        assert.equal(error.details.place, place)
        assert.match(error.message, /graph-node\.$/)
        return true
      },
    )
  }
})

test('names what is wrong with a broken manifest', () => {
  const cases: [from: string, to: string, message: RegExp][] = [
    ['address: "0xAB', 'address: "0xZZ', /source\.address must be 0x and 40 hexadecimal digits/],
    ['startBlock: 100', 'startBlock: soon', /source\.startBlock must be a whole number/],
    ['abi: Abi\n', 'abi: Other\n', /source\.abi names no ABI/],
    ['event: E(indexed uint256)', 'event: F(uint256)', /event names `F\(uint256\)`, which is not in the ABI/],
    ['topic1: ["0x1"', 'topic1: ["one"', /topic1 must hold 0x/],
    ['receipt: true', 'receipt: maybe', /receipt must be true or false/],
    ['every: 5', 'every: 0', /every must be at least 1/],
    ['  file: schema.graphql', '  file: [a]', /schema\.file must be text/],
    ['schema:\n', 'schema: [1]\nother:\n', /.*/],
  ]
  for (const [from, to, message] of cases) {
    assert.throws(
      () => parse(changed(from, to)),
      (error) => error instanceof IndexerError && message.test(error.message),
      to,
    )
  }
  assert.throws(() => parse('a: [1'), /subgraph\.yaml is not YAML/)
  assert.throws(() => parse('just text'), /must be a mapping/)
  assert.throws(() => parseManifest(MANIFEST, () => '{'), /One\/Abi\.json is not JSON/)
  assert.throws(() => parseManifest(MANIFEST, () => '{}'), /is no list/)
  const second = MANIFEST.slice(MANIFEST.indexOf('  - kind: ethereum/contract')).replace('mainnet', 'sepolia')
  assert.throws(() => parse(MANIFEST + second), /must all be on one network/)
})
