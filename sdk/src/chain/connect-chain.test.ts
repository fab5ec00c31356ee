import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { contractAddresses } from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import { connectChain } from './connect-chain.ts'
import { randomAddress, useDevnet } from './test-support.ts'

const refuses = (
  work: Promise<unknown>,
  code: 'CHAIN_MISMATCH' | 'CHAIN_UNREACHABLE' | 'CONTRACT_MISSING' | 'INPUT_INVALID',
  message: RegExp,
) =>
  assert.rejects(work, (error) => {
    assert.ok(SpaceError.is(error, code), String(error))
    assert.match(error.message, message)
    return true
  })

describe('connectChain', () => {
  it('gives a connection to a node on which the contracts are', async () => {
    const { rpcUrl, addresses } = await useDevnet()
    const chain = await connectChain({ rpcUrl: `${rpcUrl}/?key=hidden`, addresses, chainId: 31337n })
    assert.equal(chain.chainId, 31337n)
    assert.equal(chain.endpoint, rpcUrl)
    assert.equal(chain.addresses.grants, addresses.grants)
    assert.equal(await chain.request({ method: 'eth_chainId' }), '0x7a69')
    assert.ok(!JSON.stringify({ ...chain, chainId: 0 }).includes('hidden'))
  })

  it('knows the recorded deployment of a local chain', async () => {
    const { rpcUrl } = await useDevnet()
    const chain = await connectChain({ rpcUrl })
    assert.deepEqual(chain.addresses, contractAddresses[31337])
  })

  it('refuses another chain, missing contracts and addresses that are none', async () => {
    const { rpcUrl, addresses } = await useDevnet()
    await refuses(
      connectChain({ rpcUrl, addresses, chainId: 1n }),
      'CHAIN_MISMATCH',
      /chain 31337, but chain 1/,
    )
    const elsewhere = { ...addresses, balances: randomAddress() }
    await refuses(connectChain({ rpcUrl, addresses: elsewhere }), 'CONTRACT_MISSING', /no balances contract/)
    const wrong = { ...addresses, names: '0x1234' }
    await refuses(connectChain({ rpcUrl, addresses: wrong }), 'INPUT_INVALID', /addresses\.names/)
  })

  it('refuses what is no web address, without showing it', async () => {
    for (const rpcUrl of ['', 'localhost:8545', 'ws://hidden@127.0.0.1', 'file:///hidden', 'http://']) {
      await assert.rejects(connectChain({ rpcUrl }), (error) => {
        assert.ok(SpaceError.is(error, 'INPUT_INVALID'))
        assert.equal(error.data.what, 'rpcUrl')
        assert.match(error.fix, /http:\/\/ or https:\/\//)
        assert.doesNotMatch(JSON.stringify(error), /hidden/)
        return true
      })
    }
  })

  it('says that a node does not answer: nothing listens, or what does is no node', async () => {
    await refuses(connectChain({ rpcUrl: 'http://127.0.0.1:9' }), 'CHAIN_UNREACHABLE', /127\.0\.0\.1:9/)
    const server = createServer((_, response) => response.end('{"jsonrpc":"2.0","id":0,"result":"hello"}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await refuses(
      connectChain({ rpcUrl: `http://127.0.0.1:${port}` }),
      'CHAIN_UNREACHABLE',
      /does not answer/,
    )
    server.closeAllConnections()
    server.close()
  })

  it('stops when the signal aborts', async () => {
    const { rpcUrl } = await useDevnet()
    const reason = new Error('no longer wanted')
    await assert.rejects(connectChain({ rpcUrl, signal: AbortSignal.abort(reason) }), reason)
  })
})
