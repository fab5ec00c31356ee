import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSchema } from '../schema/parse-schema.ts'
import { findBuildTraps } from './find-traps.ts'
import { parseManifest } from './parse-manifest.ts'

const ABI = JSON.stringify([
  { type: 'event', name: 'E', inputs: [{ name: 'x', type: 'uint256', indexed: true }] },
])
const schema = parseSchema('type A @entity { id: Int8! } type B @entity { id: Bytes! }')

function trapsOf(specVersion: string, address: string): string[] {
  const source = `
specVersion: ${specVersion}
schema: { file: schema.graphql }
dataSources:
  - kind: ethereum
    name: One
    network: mainnet
    source: { abi: Abi${address} }
    mapping:
      kind: ethereum/events
      apiVersion: 0.0.9
      language: wasm/assemblyscript
      entities: [A]
      abis: [{ name: Abi, file: Abi.json }]
      eventHandlers: [{ event: E(indexed uint256), handler: handleE, topic1: ["0x1"] }]
      blockHandlers: [{ handler: handleBlock }]
      file: One.wasm
`
  return findBuildTraps({ ...parseManifest(source, () => ABI), schema })
}

test('names what graph-node refuses of a build, by its specVersion', () => {
  const address = `, address: "0x${'11'.repeat(20)}"`
  assert.deepEqual(trapsOf('1.2.0', address), [])
  assert.deepEqual(trapsOf('1.2.0', ''), ['data source One has block handlers and no address; give it one'])
  const topics = 'handler handleE of data source One filters topics; raise specVersion to 1.2.0'
  assert.deepEqual(trapsOf('1.1.0', address), [topics])
  assert.deepEqual(trapsOf('0.0.9', address), [topics, 'type A has an Int8 id; raise specVersion to 1.1.0'])
})
