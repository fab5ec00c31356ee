import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseHttpEndpoint } from './http-endpoint.ts'

describe('parseHttpEndpoint', () => {
  it('keeps the whole address for requests, and only its origin for messages', () => {
    const found = parseHttpEndpoint('https://node.example:8443/v3/key?token=a#b')
    assert.deepEqual(found, {
      href: 'https://node.example:8443/v3/key?token=a#b',
      headers: {},
      origin: 'https://node.example:8443',
    })
  })

  it('moves user and password into a header, decoded', () => {
    const found = parseHttpEndpoint('http://j%C3%BCrg:p%40ss@node.example/rpc')
    assert.equal(found?.href, 'http://node.example/rpc')
    assert.equal(found?.origin, 'http://node.example')
    const [scheme, text] = found?.headers['authorization']?.split(' ') ?? []
    assert.deepEqual([scheme, Buffer.from(text ?? '', 'base64').toString()], ['Basic', 'jürg:p@ss'])
  })

  it('takes nothing but http and https', () => {
    for (const url of [
      '',
      'node.example',
      'ws://node.example',
      'ftp://node.example',
      'http://',
      'javascript:1',
      'https://a%zz:b@node.example',
    ]) {
      assert.equal(parseHttpEndpoint(url), undefined, url)
    }
  })
})
