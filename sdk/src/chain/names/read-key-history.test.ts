import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Interface } from 'ethers'
import { createRandom } from '../../../../test/support/random.ts'
import { nameSubject } from '../../codec/subject.ts'
import { namesAbi } from '../../contracts/index.ts'
import { type Hex, toHex } from '../../utils/index.ts'
import { addressSubject } from '../grants/subject.ts'
import { createFundedSigner, digestOf, randomAddress, useChain } from '../test-support.ts'
import { encodeName } from './name-word.ts'
import { readKeyHistory } from './read-key-history.ts'
import { registerName } from './register-name.ts'
import { setAnchor } from './set-anchor.ts'

const random = createRandom('read-key-history')
const freshName = () => `n-${random.bytes(8).toString('hex')}`

describe('readKeyHistory', () => {
  it('gives every key of a name’s generation, and none of another', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const name = freshName()
    await registerName(chain, { signer, name, keyDigest: digestOf(1) })
    const data = new Interface(namesAbi).encodeFunctionData('rotateKey', [
      encodeName(name),
      1,
      digestOf(2),
    ]) as Hex
    await signer.sendCalls([{ to: chain.addresses.names, data, valueWei: 0n }])
    const historyOf = (generation: number) =>
      readKeyHistory(chain, { subject: toHex(nameSubject(name, generation)) })
    assert.deepEqual(await historyOf(1), {
      addresses: [signer.address, signer.address],
      bindings: [digestOf(1), digestOf(2)],
    })
    assert.deepEqual(await historyOf(2), { addresses: [], bindings: [] })
  })

  it('gives every binding that a wallet anchored, but no vault', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    await setAnchor(chain, { signer, kind: 'binding', expectedVersion: 0, digest: digestOf(1) })
    await setAnchor(chain, { signer, kind: 'vault', expectedVersion: 0, digest: digestOf(9) })
    await setAnchor(chain, { signer, kind: 'binding', expectedVersion: 1, digest: digestOf(2) })
    const history = await readKeyHistory(chain, { subject: addressSubject(signer.address) })
    assert.deepEqual(history, { addresses: [signer.address], bindings: [digestOf(1), digestOf(2)] })
    const stranger = randomAddress()
    const none = await readKeyHistory(chain, { subject: addressSubject(stranger) })
    assert.deepEqual(none, { addresses: [stranger], bindings: [] })
  })

  it('is empty for a group', async () => {
    const chain = await useChain()
    const history = await readKeyHistory(chain, { subject: `0x01${'11'.repeat(31)}` })
    assert.deepEqual(history, { addresses: [], bindings: [] })
  })
})
