import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { asBigInt, asHex, asRecord, asRecords, queryIndex } from './query-index.ts'
import { MockIndex } from './test-support.ts'

const isInvalid = (reason: RegExp) => (error: unknown) =>
  SpaceError.is(error, 'INDEX_ANSWER_INVALID') && reason.test(error.data.reason)

describe('queryIndex', () => {
  const index = new MockIndex()

  it('sends query and variables, and gives the data', async () => {
    index.answer = () => ({ data: { a: 1 } })
    assert.deepEqual(await queryIndex(index.client, '{ a }', { b: 2 }), { a: 1 })
    assert.deepEqual(index.questions.at(-1), { query: '{ a }', variables: { b: 2 } })
  })

  it('refuses what is no answer, and says why', async () => {
    const answers: [object | string, RegExp][] = [
      ['<html>', /not JSON \(HTTP 200\)/],
      ['[]', /the answer is not an object/],
      ['null', /the answer is not an object/],
      [{}, /data is not an object/],
      [{ data: [] }, /data is not an object/],
      [{ data: {}, errors: [{ message: 'no such field' }] }, /no such field/],
    ]
    for (const [answer, reason] of answers) {
      index.answer = () => answer
      await assert.rejects(queryIndex(index.client, '{ a }', {}), isInvalid(reason))
    }
    index.answer = () => ({ data: { a: 1 }, errors: [] })
    assert.deepEqual(await queryIndex(index.client, '{ a }', {}), { a: 1 })
  })

  it('asks once more when the connection was closed, and then says who does not answer, without path or key', async () => {
    let closed = 1
    index.answer = () => {
      if (closed-- > 0) index.closeConnections()
      return { data: { a: 2 } }
    }
    assert.deepEqual(await queryIndex(index.client, '{ a }', {}), { a: 2 })
    index.answer = () => {
      index.closeConnections()
      return {}
    }
    await assert.rejects(queryIndex(index.client, '{ a }', {}), (error) => {
      assert.ok(SpaceError.is(error, 'INDEX_UNREACHABLE'))
      assert.doesNotMatch(JSON.stringify(error), /hidden/)
      return true
    })
  })

  it('refuses what is no web address, without showing it', async () => {
    for (const url of ['', 'hidden', 'ws://hidden']) {
      await assert.rejects(queryIndex({ url }, '{ a }', {}), (error) => {
        assert.ok(SpaceError.is(error, 'INPUT_INVALID'))
        assert.equal(error.data.what, 'indexUrl')
        assert.doesNotMatch(JSON.stringify(error), /hidden/)
        return true
      })
    }
  })

  it('rejects with the reason of the signal while the index is silent', async () => {
    index.answer = () => new Promise(() => {})
    const reason = new Error('no longer wanted')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 20)
    await assert.rejects(queryIndex(index.client, '{ a }', {}, { signal: controller.signal }), reason)
  })
})

describe('asHex, asBigInt, asRecord and asRecords', () => {
  it('take what they say', () => {
    assert.equal(asHex('0x00ff', 2, 'x'), '0x00ff')
    assert.deepEqual(
      [asBigInt(5, 'x'), asBigInt('-7', 'x'), asBigInt('9'.repeat(80), 'x') > 0n],
      [5n, -7n, true],
    )
    assert.deepEqual(asRecords([{ a: 1 }], 'x'), [{ a: 1 }])
  })

  it('refuse everything else, and name it', () => {
    for (const value of ['0x00FF', '00ff', '0x0', '0x00ff00', 5, null])
      assert.throws(() => asHex(value, 2, 'the id'), isInvalid(/the id is not 2 bytes of hex/))
    for (const value of [1.5, 2 ** 60, '1.5', '', '9'.repeat(81), null, {}])
      assert.throws(() => asBigInt(value, 'the sum'), isInvalid(/the sum is not a whole number/))
    for (const value of [null, [], 'x', 5])
      assert.throws(() => asRecord(value, 'the row'), isInvalid(/the row is not an object/))
    assert.throws(() => asRecords({}, 'the rows'), isInvalid(/the rows is not a list/))
    assert.throws(() => asRecords([1], 'the rows'), isInvalid(/the rows is not an object/))
  })
})
