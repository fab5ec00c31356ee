import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createMemoryStore, fromHex, openLink, toHex } from '@space/sdk'
import { deliver, readFolder } from '@space/sdk/chain'
import { computeClosure, formats } from '@space/sdk/testing'
import { type LocalNetwork, startLocalNetwork } from '../support/local-network.ts'
import { memoryFile } from '../support/memory-file.ts'
import { createRandom } from '../support/random.ts'
import { readTree } from '../support/read-tree.ts'
import { recordStore } from '../support/recording-store.ts'

const { blockCid, deriveAccountKeys, deriveScope, makeBind, sealPass } = formats

const random = createRandom('delivered-keys')

describe('a key that an admin delivers', { timeout: 300_000 }, () => {
  let network: LocalNetwork

  before(async () => {
    network = await startLocalNetwork()
  })
  after(() => network?.stop())

  test('for a link does not outlive the admin, and takes the link from no one', async () => {
    const store = recordStore(createMemoryStore())
    const alice = await network.createParticipant(store, 'alice')
    const admin = await network.createParticipant(store)
    await admin.space.anchorKeys()
    const folder = await alice.space.folders.create()
    await folder.share({ to: admin.space.address, role: 'admin', depth: 1 })
    const link = await folder.shareLink()
    await folder.advance()

    // Anyone can make a binding for a link: its subject has none on chain.
    const { chain, signer } = admin.space
    const planned = deriveAccountKeys(random.bytes(32), 0)
    const subject = fromHex(link.subject)
    const owner = { kind: 'subject' as const, subject }
    const bind = makeBind({ chainId: chain.chainId, accountEpoch: 0, owner, keys: planned })
    const scope = deriveScope({
      chainId: chain.chainId,
      grants: fromHex(chain.addresses.grants),
      folder: fromHex(folder.id),
    })
    const { record } = await readFolder(chain, { folder: folder.id })
    assert.ok(record)
    const pass = await sealPass({
      scope,
      epoch: 1,
      subject,
      bind: bind.digest,
      record: fromHex(record),
      kemPublicKey: planned.kemPublicKey,
      secrets: [{ epoch: 1, secret: random.bytes(32) }],
    })
    for (const { digest, bytes } of [bind, pass]) {
      await store.blocks.put({ cid: blockCid(digest, 'dag-cbor'), bytes })
    }
    await deliver(chain, { signer, folder: folder.id, subject: link.subject, pass: toHex(pass.digest) })

    await folder.revoke(admin.space.address)
    await folder.upload([memoryFile('later.txt', 'written when the admin was gone')])
    const { rpcUrl, addresses } = network
    const opened = await openLink({ rpcUrl, addresses, backend: store, url: link.fragment })
    assert.deepEqual([...(await readTree(opened)).keys()], ['later.txt'])
    const { epochSecrets } = await computeClosure({
      scope,
      blocks: [...(await store.readBlocks()).values()].map(({ bytes }) => bytes),
      kemSeeds: [planned.kemSeed],
      secrets: [],
    })
    assert.deepEqual([...epochSecrets.keys()], [], 'no pass was sealed to the delivered key')
  })
})
