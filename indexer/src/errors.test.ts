import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorText, IndexerError, MappingError } from './errors.ts'

test('errors carry code, details, cause and place', () => {
  const cause = new Error('why')
  const error = new IndexerError('rpc-failed', 'what', { details: { method: 'm' }, cause })
  assert.deepEqual(
    [error.name, error.code, error.message, error.details, error.cause],
    ['IndexerError', 'rpc-failed', 'what', { method: 'm' }, cause],
  )
  assert.deepEqual(new IndexerError('closed', 'over').details, {})
  assert.equal('cause' in new IndexerError('closed', 'over'), false)
  assert.equal(new MappingError('m', 'a.ts:1:2').place, 'a.ts:1:2')
  assert.deepEqual([errorText(cause), errorText('text')], ['why', 'text'])
})
