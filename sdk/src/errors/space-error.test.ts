import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { catalogue } from './catalogue.ts'
import { SpaceError } from './space-error.ts'

describe('SpaceError', () => {
  it('names the cause and the fix', () => {
    const error = new SpaceError('NAME_TAKEN', { name: 'alice' })
    assert.match(error.summary, /"alice" is already taken/)
    assert.match(error.message, /Choose another name/)
    assert.equal(error.httpStatus, 409)
    assert.equal(error.retryable, false)
  })

  it('is recognised by code, and only by its own', () => {
    const error: unknown = new SpaceError('NAME_TAKEN', { name: 'alice' })
    assert.ok(SpaceError.is(error))
    assert.ok(SpaceError.is(error, 'NAME_TAKEN'))
    assert.ok(!SpaceError.is(error, 'NAME_UNKNOWN'))
    assert.ok(!SpaceError.is(new Error('NAME_TAKEN')))
    assert.ok(!SpaceError.is(null))
  })

  it('shows the innermost cause when it is wrapped', () => {
    const inner = new SpaceError('CHAIN_UNREACHABLE', { url: 'http://127.0.0.1:1' })
    const outer = new SpaceError('INPUT_INVALID', { what: 'x', reason: 'y' }, { cause: inner })
    assert.equal(outer.root().code, 'CHAIN_UNREACHABLE')
    assert.equal(outer.toJSON().code, 'CHAIN_UNREACHABLE')
    assert.equal(outer.toJSON().retryable, true)
  })

  it('prints amounts as text, so that the envelope is JSON', () => {
    const error = new SpaceError('FUNDS_INSUFFICIENT', {
      what: 'A deposit',
      needed: 5n,
      available: 2n,
      unit: 'wei',
    })
    assert.deepEqual(JSON.parse(JSON.stringify(error)).data, {
      what: 'A deposit',
      needed: '5',
      available: '2',
      unit: 'wei',
    })
  })

  it('links to the page that explains it', () => {
    const anchors = Object.keys(catalogue).map(
      (code) => new SpaceError(code as 'NAME_TAKEN', { name: 'x' }).docs,
    )
    for (const docs of anchors) {
      assert.ok(URL.canParse(docs))
      assert.match(docs, /^https:\/\/[^?]+\/errors\.md#[a-z-]+$/)
    }
    assert.equal(new Set(anchors).size, anchors.length)
    assert.match(new SpaceError('NAME_TAKEN', { name: 'x' }).docs, /#name-taken$/)
  })

  it('has an exit code and an HTTP status in range for every code', () => {
    for (const [code, entry] of Object.entries(catalogue)) {
      assert.match(code, /^[A-Z]+(_[A-Z]+)*$/)
      assert.ok(entry.httpStatus >= 400 && entry.httpStatus < 600, code)
      assert.ok(entry.exitCode >= 1 && entry.exitCode <= 6, code)
    }
  })
})
