import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IndexerError } from '../errors.ts'
import { placeOf, readManifest } from './manifest-schema.ts'

const minimal = 'specVersion: 1.2.0\nschema: { file: s.graphql }\n'

test('gives defaults for what may be absent', () => {
  const manifest = readManifest(`${minimal}features: []\n`)
  assert.deepEqual(manifest, {
    specVersion: '1.2.0',
    schema: { file: 's.graphql' },
    dataSources: [],
    features: [],
  })
})

test('names the place and the way out', () => {
  const errorOf = (source: string) => {
    try {
      readManifest(source)
    } catch (error) {
      if (error instanceof IndexerError) return [error.code, error.details.place, error.message]
    }
    return []
  }
  assert.deepEqual(errorOf(`${minimal}dataSources: [{ kind: ethereum, name: [x] }]`).slice(0, 2), [
    'build-invalid',
    'subgraph.yaml.dataSources[0].name',
  ])
  assert.match(
    String(errorOf('schema: { file: x }')[2]),
    /^subgraph\.yaml\.specVersion must be text\. Build the subgraph again/,
  )
  assert.match(
    String(errorOf(`${minimal}novelty: 1`)[2]),
    /^subgraph\.yaml\.novelty: this indexer does not offer the key `novelty`\. Remove it/,
  )
  assert.match(String(errorOf(`${minimal}dataSources: 5`)[2]), /dataSources must be a list/)
  assert.match(String(errorOf('5')[2]), /^subgraph\.yaml must be a mapping/)
})

test('writes paths', () => assert.equal(placeOf(['a', 0, 'b']), 'subgraph.yaml.a[0].b'))
