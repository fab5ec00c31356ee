import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRandom } from '../../../../test/support/random.ts'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, digestOf, useChain } from '../test-support.ts'
import { readName } from './read-name.ts'
import { readPrimaryName } from './read-primary-name.ts'
import { extractRegisterName, registerName, registerNameCall } from './register-name.ts'

const random = createRandom('register-name')
const freshName = () => `n-${random.bytes(8).toString('hex')}`
const hasCode =
  (code: 'NAME_INVALID' | 'NAME_TAKEN' | 'NAME_UNKNOWN' | 'INPUT_INVALID' | 'TRANSACTION_REVERTED') =>
  (error: unknown) =>
    SpaceError.is(error, code)

describe('registerName', () => {
  it('registers for the signer, and the name can be read', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const name = freshName()
    await assert.rejects(readName(chain, { name }), hasCode('NAME_UNKNOWN'))
    const receipt = await registerName(chain, { signer, name, keyDigest: digestOf(7) })
    const record = { name, owner: signer.address, generation: 1, keyEpoch: 1, keyDigest: digestOf(7) }
    assert.deepEqual(extractRegisterName(chain, receipt), record)
    assert.deepEqual(await readName(chain, { name }), record)
    assert.equal(await readPrimaryName(chain, { account: signer.address }), name)
    const before = readName(chain, { name, blockNumber: receipt.blockNumber - 1 })
    await assert.rejects(before, hasCode('NAME_UNKNOWN'))
  })

  it('leaves the primary name alone when told to', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    await registerName(chain, { signer, name: freshName(), keyDigest: digestOf(7), primary: false })
    assert.equal(await readPrimaryName(chain, { account: signer.address }), undefined)
  })

  it('says that a name is taken', async () => {
    const chain = await useChain()
    const [first, second] = [await createFundedSigner(chain), await createFundedSigner(chain)]
    const name = freshName()
    await registerName(chain, { signer: first, name, keyDigest: digestOf(7) })
    await assert.rejects(
      registerName(chain, { signer: second, name, keyDigest: digestOf(8) }),
      hasCode('NAME_TAKEN'),
    )
    assert.throws(() => registerNameCall(chain, { name, keyDigest: '0x07' }), hasCode('INPUT_INVALID'))
    assert.throws(
      () => registerNameCall(chain, { name: 'A', keyDigest: digestOf(7) }),
      hasCode('NAME_INVALID'),
    )
  })
})
