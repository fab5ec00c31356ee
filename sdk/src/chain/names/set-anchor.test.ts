import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, digestOf, useChain } from '../test-support.ts'
import { readAnchor } from './read-anchor.ts'
import { extractSetAnchor, setAnchor, setAnchorCall } from './set-anchor.ts'

const hasCode =
  (code: 'NAME_INVALID' | 'NAME_TAKEN' | 'NAME_UNKNOWN' | 'INPUT_INVALID' | 'TRANSACTION_REVERTED') =>
  (error: unknown) =>
    SpaceError.is(error, code)

describe('setAnchor', () => {
  it('replaces the version that is expected and no other', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const account = signer.address
    assert.deepEqual(await readAnchor(chain, { account, kind: 'vault' }), { version: 0, digest: undefined })
    const receipt = await setAnchor(chain, { signer, kind: 'vault', expectedVersion: 0, digest: digestOf(1) })
    assert.deepEqual(extractSetAnchor(chain, receipt), {
      account,
      kind: 'vault',
      version: 1,
      digest: digestOf(1),
    })
    assert.deepEqual(await readAnchor(chain, { account, kind: 'vault' }), { version: 1, digest: digestOf(1) })
    assert.deepEqual(await readAnchor(chain, { account, kind: 'binding' }), { version: 0, digest: undefined })
    const stale = setAnchor(chain, { signer, kind: 'vault', expectedVersion: 0, digest: digestOf(2) })
    await assert.rejects(stale, hasCode('TRANSACTION_REVERTED'))
    const unknown = { kind: 'other' as 'vault', expectedVersion: 0, digest: digestOf(2) }
    assert.throws(() => setAnchorCall(chain, unknown), hasCode('INPUT_INVALID'))
  })
})
