import assert from 'node:assert/strict'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { getAddress } from 'ethers'
import hre from 'hardhat'
import { chainParameters, chains } from '../../deploy/chains.ts'
import { spaceModule } from '../../deploy/modules/space.ts'
import { planModule } from '../../deploy/plan-module.ts'

const owner = '0x00000000000000000000000000000000000000aa'
const issuer = { issuer: owner, issueCents: 0, reverseCents: 0 }
const given = {
  Names: { owner, policy: owner },
  Balances: { owner, operators: [], issuer, treasurer: owner },
}
const artifacts = new HardhatArtifactResolver(hre.artifacts)

describe('the parameters of public chains', () => {
  it('are there for the five that are meant, each value with its source', () => {
    assert.deepEqual(Object.keys(chains), ['mainnet', 'base', 'arbitrum', 'optimism', 'sepolia'])
    for (const [name, { chainId, stable, ethFeed, ethHeartbeat, sequencerFeed, permit2 }] of Object.entries(
      chains,
    )) {
      const sourced = [
        stable,
        ethFeed,
        ethHeartbeat,
        permit2,
        sequencerFeed === 'none' ? undefined : sequencerFeed,
      ]
      for (const value of sourced) assert.ok(value === undefined || value.source.length > 20, name)
      const addresses = sourced.flatMap((value) => (value && 'address' in value ? [value.address] : []))
      assert.deepEqual(addresses, addresses.map(getAddress), `${name}: checksums`)
      assert.ok(chainId > 0)
      assert.equal(sequencerFeed === 'none', ['mainnet', 'sepolia'].includes(name), `${name}: sequencer`)
    }
  })

  it('become those of the modules', () => {
    const { Names, Balances } = chainParameters('arbitrum', given)
    assert.deepEqual(Names, given.Names)
    assert.equal(Balances?.['owner'], owner)
    assert.equal(Balances?.['sequencerFeed'], '0xFdB631F5EE196F0ed6FAa767959853A9F217697D')
    const assets = Balances?.['assets'] as { heartbeat: number }[] | undefined
    assert.equal(assets?.[0]?.heartbeat, 86_400)
    assert.throws(
      () => chainParameters('atlantis', given),
      /no parameters for "atlantis"; there are: mainnet, /,
    )
  })

  it('refuse a chain for which a value has no source, until the deployer gives it', () => {
    assert.throws(
      () => chainParameters('base', given),
      /no source for assets on base is recorded: give Balances\.assets/,
    )
    const assets = [{ asset: owner, feed: owner, heartbeat: 1, min: 1n, max: 2n }]
    const { Balances } = chainParameters('base', { ...given, Balances: { ...given.Balances, assets } })
    assert.deepEqual(Balances?.['assets'], assets)
  })

  it('give equal addresses to Names and Grants on all chains, and each its own to Balances', async () => {
    const assets: never[] = []
    const plans = await Promise.all(
      Object.keys(chains).map((name) =>
        planModule(spaceModule, {
          parameters: chainParameters(name, {
            ...given,
            Balances: { permit2: owner, ...given.Balances, assets },
          }),
          accounts: [],
          artifacts,
        }),
      ),
    )
    const distinct = (id: string) =>
      new Set(plans.map((plan) => plan.find((contract) => contract.id === id)?.address)).size
    assert.deepEqual(['Names#Names', 'Grants#Grants', 'Balances#Balances'].map(distinct), [1, 1, 5])
  })
})
