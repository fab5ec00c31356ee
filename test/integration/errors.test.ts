import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openPackStore } from '@space/backend-pack'
import {
  createAccount,
  createMemoryState,
  createMemoryStore,
  exportSecrets,
  type OwnedFolder,
  openKeystore,
  openLink,
  type Space,
  sealKeystore,
} from '@space/sdk'
import { readNewestBlock } from '@space/sdk/chain'
import type { Backend } from '@space/sdk/storage'
import { hexlify, Interface } from 'ethers'
import { callView } from '../support/call-view.ts'
import { expectCode } from '../support/expect-code.ts'
import { type LocalNetwork, type Participant, startLocalNetwork } from '../support/local-network.ts'
import { answerHonestly, hangUp, type LyingServer, startLyingServer } from '../support/lying-server.ts'
import { memoryFile } from '../support/memory-file.ts'
import { openOwned } from '../support/open-owned.ts'
import { createRandom } from '../support/random.ts'
import { readFile, readTree } from '../support/read-tree.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { temporaryMount } from '../support/temporary-mount.ts'

const feedAbi = new Interface(['function set(int256 answer, uint256 updatedAt)'])
const ether = 10n ** 18n

const random = createRandom('errors')

describe('errors that users meet', { timeout: 300_000 }, () => {
  const home = temporaryFolder()
  let network: LocalNetwork
  let store: Backend
  let alice: Participant
  let bob: Participant
  let folder: OwnedFolder

  before(async () => {
    network = await startLocalNetwork()
    store = createMemoryStore()
    alice = await network.createParticipant(store, 'alice')
    bob = await network.createParticipant(store, 'bob')
    folder = await alice.space.folders.create()
    await folder.upload([memoryFile('note.txt', 'a note')])
  })
  after(async () => {
    await network?.stop()
  })

  /** Everything that a failed operation could have changed: names, balance, folder, head, tree. */
  async function stateOf({ chain, balance, address }: Space) {
    const open = await openOwned(await network.openSpace(alice, store), folder.id)
    return {
      name: await callView(chain, 'names', 'nameOf', [address]),
      balance: await balance.read(),
      wallet: await chain.request({ method: 'eth_getTransactionCount', params: [address, 'latest'] }),
      folder: await callView(chain, 'grants', 'folderOf', [folder.id]),
      forest: open.forest,
      files: await readTree(open),
    }
  }

  /** Something fails with a code and changes nothing. */
  async function refused(
    code: Parameters<typeof expectCode>[0],
    space: Space,
    operation: () => Promise<unknown>,
  ) {
    const before = await stateOf(space)
    const failure = await expectCode(code, operation)
    assert.deepEqual(await stateOf(space), before)
    return failure
  }

  test('a wrong passphrase', async () => {
    const account = createAccount()
    const file = await sealKeystore(account, 'right', {
      cost: { memoryKiB: 1_024, iterations: 1, parallelism: 1 },
    })
    const before = file.slice()
    const failure = await expectCode('PASSPHRASE_WRONG', openKeystore(file, 'wrong', { path: 'alice.json' }))
    assert.match(failure.summary, /alice\.json/)
    assert.equal(failure.message.includes('wrong'), false, 'what was typed is not repeated')
    assert.deepEqual(file, before)
    assert.deepEqual(exportSecrets(await openKeystore(file, 'right')), exportSecrets(account))
  })

  test('an unknown name', async () => {
    const share = () => folder.share({ to: '@carol', role: 'reader' })
    const failure = await refused('NAME_UNKNOWN', alice.space, share)
    assert.match(failure.summary, /carol/)
    await network.createParticipant(store, 'carol')
    assert.equal((await share()).outcome, 'granted')
  })

  test('a name that is taken', async () => {
    const { space } = await network.createParticipant(store)
    await refused('NAME_TAKEN', space, () => space.register('alice'))
    await space.register('alice-too')
    assert.equal(await space.name(), 'alice-too')
  })

  for (const name of ['Alice', 'al', 'a'.repeat(31), 'a_b', '-ab', 'ab-', 'a--b', 'älice', 'a b', '']) {
    test(`the name "${name}", which cannot be`, async () => {
      const blocks = (await store.blocks.stat()).blocks
      await refused('NAME_INVALID', bob.space, () => bob.space.register(name))
      assert.equal((await store.blocks.stat()).blocks, blocks, 'nothing is stored for it')
      await refused('NAME_INVALID', alice.space, () => folder.share({ to: `@${name}`, role: 'reader' }))
    })
  }

  test('an account without keys', async () => {
    const unregistered = hexlify(random.bytes(20))
    await refused('BINDING_MISSING', alice.space, () => folder.share({ to: unregistered, role: 'reader' }))
    await refused('FOLDER_UNKNOWN', alice.space, () =>
      openOwned(alice.space, `${alice.space.address}${'00'.repeat(12)}`),
    )
  })

  test('a link that was revoked, cut or meant for other contracts', async () => {
    const { fragment, subject } = await folder.shareLink()
    const { rpcUrl, addresses } = network
    const open = (url: string) => openLink({ rpcUrl, addresses, backend: store, url })
    assert.equal((await readFile(await open(fragment), 'note.txt')).toString(), 'a note')
    await expectCode('LINK_INVALID', open(fragment.slice(0, -1)))
    const elsewhere = { ...addresses, grants: addresses.names }
    await expectCode(
      'LINK_INVALID',
      openLink({ rpcUrl, addresses: elsewhere, backend: store, url: fragment }),
    )
    await folder.revoke(subject)
    const failure = await expectCode('GRANT_MISSING', open(fragment))
    assert.equal(failure.message.includes(fragment.slice(3)), false, 'the link is not repeated')
    assert.equal((await readTree(folder)).size, 1)
  })

  test('a balance that is too small', async () => {
    const { balance, address } = alice.space
    await network.fundCoins(address, 5_000_000n)
    await balance.depositStable({ amount: 2_000_000n })
    const figures = async (operation: () => Promise<unknown>) => {
      const { data } = await refused('FUNDS_INSUFFICIENT', alice.space, operation)
      const { needed, available } = data as { needed?: bigint; available: bigint }
      return { needed, available }
    }
    const withdrawal = await figures(() => balance.withdraw(2_000_001n))
    assert.deepEqual(withdrawal, { needed: 2_000_001n, available: 2_000_000n })
    const coins = await figures(() => balance.depositStable({ amount: 3_000_001n }))
    assert.deepEqual(coins, { needed: 3_000_001n, available: 3_000_000n })
    const { request } = alice.space.chain
    const all = BigInt(String(await request({ method: 'eth_getBalance', params: [address, 'latest'] })))
    const tooMuch = await figures(() => balance.depositEth({ amountWei: all + 1n }))
    assert.deepEqual(tooMuch, { needed: all + 1n, available: all })
    const nothingForGas = await figures(() => balance.depositEth({ amountWei: all }))
    assert.deepEqual(nothingForGas, { needed: undefined, available: all })
    await balance.withdraw(2_000_000n)
    assert.equal((await balance.read()).principalMicroUsd, 0n)
  })

  test('a wallet without ether', async () => {
    const account = createAccount()
    const poor = await network.openSpace({ account, state: createMemoryState() }, store)
    const failure = await refused('FUNDS_INSUFFICIENT', poor, () => poor.register('poor'))
    assert.equal((failure.data as { available: bigint }).available, 0n)
    await network.request('hardhat_setBalance', [account.address, `0x${ether.toString(16)}`])
    await poor.register('poor')
  })

  test('a grant that expires, and the price that grows old meanwhile', async () => {
    const timeOf = async () => (await readNewestBlock(alice.space.chain)).time.getTime() / 1000
    const { balance } = alice.space
    await balance.depositEth({ amountWei: ether / 100n })
    await folder.share({
      to: '@bob',
      role: 'reader',
      expiresAt: new Date(((await timeOf()) + 90_000) * 1000),
    })
    const open = await bob.space.folders.open(folder.id)
    await network.request('evm_increaseTime', [90_001])
    await network.mine()
    const failure = await expectCode('GRANT_EXPIRED', bob.space.folders.open(folder.id))
    assert.match(failure.summary, /expired at \d{4}-/)
    await expectCode('GRANT_EXPIRED', open.refresh())
    await refused('SEAL_REFUSED', alice.space, () => folder.upload([memoryFile('late.txt', 'late')]))
    await folder.revoke('@bob')
    await folder.upload([memoryFile('late.txt', 'late')])

    await refused('PRICE_STALE', alice.space, () => balance.depositEth({ amountWei: ether }))
    const [from] = (await network.request('eth_accounts')) as string[]
    const data = feedAbi.encodeFunctionData('set', [3_000n * 10n ** 8n, await timeOf()])
    await network.request('eth_sendTransaction', [{ from, to: network.addresses.feed, data }])
    await balance.depositEth({ amountWei: ether })
  })

  test('another chain, missing contracts, and a node that is not there', async () => {
    const failure = await expectCode('CHAIN_MISMATCH', network.openSpace(alice, store, { chainId: 1n }))
    assert.deepEqual(failure.data, { expected: 1n, actual: 31_337n })
    const addresses = { ...network.addresses, grants: hexlify(random.bytes(20)) }
    const { rpcUrl } = network
    await expectCode('CONTRACT_MISSING', openLink({ rpcUrl, addresses, backend: store, url: '#1.' }))
    await expectCode('CHAIN_UNREACHABLE', network.openSpace(alice, store, { rpcUrl: 'http://127.0.0.1:1' }))
  })

  const outages: [string, LyingServer['answer']][] = [
    ['hangs up', hangUp],
    ['answers with an error page', (_, response) => response.writeHead(502).end('<html>')],
    ['answers with a page', (_, response) => response.end('<html>It works!</html>')],
    ['breaks off', (honest, response) => response.end(honest.slice(0, honest.length / 2))],
  ]
  for (const [what, outage] of outages) {
    test(`a node that ${what} in the middle of the work`, async () => {
      const node = await startLyingServer(network.rpcUrl)
      try {
        const space = await network.openSpace(alice, store, { rpcUrl: node.url })
        const open = await openOwned(space, folder.id)
        const operations: (() => Promise<unknown>)[] = [
          () => open.upload([memoryFile('new.txt', what)]),
          () => open.remove('note.txt'),
          () => open.share({ to: '@bob', role: 'writer' }),
          () => open.shareLink(),
          () => open.revoke('@alice-too'),
          () => open.refresh(),
          () => space.folders.create(),
          () => openOwned(space, folder.id),
          () => space.balance.read(),
          () => space.balance.depositEth({ amountWei: 1n }),
          () => space.balance.depositStable({ amount: 1n }),
          () => space.balance.withdraw(1n),
          () => space.register('another'),
          () => space.name(),
        ]
        const before = await stateOf(alice.space)
        node.answer = outage
        for (const operation of operations) await expectCode('CHAIN_UNREACHABLE', operation)
        await expectCode('CHAIN_UNREACHABLE', network.openSpace(alice, store, { rpcUrl: node.url }))
        assert.deepEqual(await stateOf(alice.space), before)
        node.answer = answerHonestly
        await open.upload([memoryFile('new.txt', what)])
        assert.equal((await readFile(open, 'new.txt')).toString(), what)
        await folder.refresh()
      } finally {
        await node.close()
      }
    })
  }

  test('a block store that another process writes', async () => {
    const directory = join(home, 'held')
    const script = join(import.meta.dirname, '../support/hold-store.ts')
    const holder = spawn(process.execPath, [script, directory], { stdio: ['pipe', 'pipe', 'inherit'] })
    try {
      await once(holder.stdout, 'data')
      const failure = await expectCode('STORE_LOCKED', openPackStore(directory))
      assert.equal(failure.data.pid, holder.pid)
      const beside = await openPackStore(directory, { access: 'read' })
      await expectCode('STORE_READ_ONLY', (await network.openSpace(alice, beside)).folders.create())
      await beside.close()
    } finally {
      holder.stdin.end()
      await once(holder, 'close')
    }
    const free = await openPackStore(directory)
    await (await network.openSpace(alice, free)).folders.create()
    await free.close()
  })

  const mount = temporaryMount(4 << 20)
  test('a disk that is full', { skip: 'unavailable' in mount && mount.unavailable }, async () => {
    if ('unavailable' in mount) return
    const ballast = join(mount.path, 'ballast')
    const small = await openPackStore(join(mount.path, 'store'))
    const open = await (await network.openSpace(alice, small)).folders.create()
    const kept = memoryFile('kept.bin', random.bytes(100_000))
    await open.upload([kept])
    writeFileSync(ballast, Buffer.alloc(5 << 19))
    const large = [1, 2, 3, 4, 5].map((place) => memoryFile(`${place}.bin`, random.bytes(200_000)))
    const failure = await expectCode('STORE_FULL', open.upload(large))
    assert.equal(failure.retryable, true)
    assert.deepEqual([...(await readTree(open)).keys()], ['kept.bin'])
    await small.close().catch((error) => expectCode('STORE_FULL', Promise.reject(error)))
    rmSync(ballast)

    const roomy = await openPackStore(join(mount.path, 'store'))
    const again = await openOwned(await network.openSpace(alice, roomy), open.id)
    assert.deepEqual([...(await readTree(again)).keys()], ['kept.bin'])
    await again.upload(large)
    assert.equal((await readTree(again)).size, 6)
    await roomy.close()
  })
})
