import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode, repeat } from '../crypto/test-support.ts'
import { blockCid, parseBlockCid } from './reference.ts'

describe('block reference', () => {
  it('round-trips through text', () => {
    for (const codec of ['raw', 'dag-cbor'] as const) {
      const cid = blockCid(repeat(5, 32), codec)
      assert.deepEqual(parseBlockCid(cid.toString()), { digest: repeat(5, 32), codec })
      assert.deepEqual(parseBlockCid(cid), { digest: repeat(5, 32), codec })
    }
    assert.match(blockCid(repeat(5, 32), 'raw').toString(), /^bafkrei/)
    assert.match(blockCid(repeat(5, 32), 'dag-cbor').toString(), /^bafyrei/)
  })

  it('refuses other versions, codecs, hashes and text', () => {
    const unsupported = hasCode('CID_UNSUPPORTED')
    for (const cid of [
      'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n',
      'bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
      'bafkrgqhhyivzstcz3hhswshfjgy6ertgmnqeleynhwt4dlfsthi4hn7zgh4uvlsb5xncykzapi3ocd4lzogukir6ksdy6wzrnz6ohnv4aglcs',
      'hello',
      '',
    ]) {
      assert.throws(() => parseBlockCid(cid), unsupported)
    }
  })
})
