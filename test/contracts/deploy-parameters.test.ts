import assert from 'node:assert/strict'
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { getAddress } from 'ethers'
import hre from 'hardhat'
import { chainParameters, chains } from '../../deploy/chains.ts'
import { chooseModule } from '../../deploy/choose-module.ts'
import { planModule } from '../../deploy/plan-module.ts'

const owner = '0x00000000000000000000000000000000000000aa'
const issuer = { issuer: owner, issueCents: 0, reverseCents: 0 }
const given = {
  Names: { owner, policy: owner },
  Balances: { owner, operators: [], issuer, treasurer: owner },
}
const artifacts = new HardhatArtifactResolver(hre.artifacts)

/** What would be deployed on a chain. */
function plan(name: string, more: Record<string, unknown>, names?: readonly string[]) {
  const parameters = chainParameters(name, { ...given, Balances: { ...given.Balances, ...more } } as never)
  return planModule(chooseModule(parameters, names).module, { parameters, accounts: [], artifacts })
}

describe('the parameters of public chains', () => {
  it('are there for the five that are meant, each value with its source', () => {
    assert.deepEqual(Object.keys(chains), ['mainnet', 'base', 'arbitrum', 'optimism', 'sepolia'])
    for (const [name, { chainId, sequencerFeed, ...others }] of Object.entries(chains)) {
      const { stable, ethFeed, ethHeartbeat, permit2, eas, hats } = others
      const uptime = sequencerFeed === 'none' ? undefined : sequencerFeed
      const sourced = [stable, ethFeed, ethHeartbeat, permit2, eas, hats, uptime]
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

  it('refuse a chain for which a value has no source, until the deployer gives it', async () => {
    await assert.rejects(plan('base', {}), /Balances\.assets is neither recorded for this chain nor given/)
    const assets = [{ asset: owner, feed: owner, heartbeat: 1, min: 1n, max: 2n }]
    await assert.rejects(plan('sepolia', { assets }), /Balances\.permit2 is neither recorded/)
    const contracts = await plan('base', { assets })
    const balances = contracts.find(({ id }) => id === 'Balances#Balances')
    assert.deepEqual((balances?.args[4] as { assets: unknown } | undefined)?.assets, assets)
  })

  it('are asked for only by the modules that need them', async () => {
    const contracts = await plan('sepolia', {}, ['grants', 'adapters', 'hats'])
    assert.deepEqual(
      contracts.map(({ contractName }) => contractName),
      [
        ...['Names', 'Grants', 'VotesAdapter', 'Erc721Adapter', 'Erc1155Adapter'],
        ...['AccessRoleAdapter', 'SafeOwnersAdapter', 'UnlockKeyAdapter', 'HatsAdapter'],
      ],
    )
    assert.equal(contracts.at(-1)?.args[0], chains['sepolia']?.hats?.address)
  })

  it('give equal addresses to all that is the same on all chains, and each its own to what is not', async () => {
    const plans = await Promise.all(
      Object.keys(chains).map((name) => plan(name, { permit2: owner, assets: [] })),
    )
    const ids = plans[0]?.map(({ id }) => id) ?? []
    const distinct = ids.map((id) => [
      id,
      new Set(plans.map((contracts) => contracts.find((contract) => contract.id === id)?.address)).size,
    ])
    assert.deepEqual(Object.fromEntries(distinct), {
      'Names#Names': 1,
      'Grants#Grants': 1,
      'Balances#Balances': 5,
      'Adapters#VotesAdapter': 1,
      'Adapters#Erc721Adapter': 1,
      'Adapters#Erc1155Adapter': 1,
      'Adapters#AccessRoleAdapter': 1,
      'Adapters#SafeOwnersAdapter': 1,
      'Adapters#UnlockKeyAdapter': 1,
      'Lens#Lens': 5,
      // Optimism and Base have EAS at the same address.
      'Attestations#AttestationAdapter': 4,
      'Hats#HatsAdapter': 1,
    })
  })
})

describe('the modules of a public chain', () => {
  const idsOf = (parameters: object, names?: string[]) => {
    const { module, missing } = chooseModule(parameters as never, names)
    return { ids: [...module.submodules].map(({ id }) => id), missing }
  }

  it('are all that its parameters allow', () => {
    const everywhere = ['Names', 'Grants', 'Balances', 'Adapters', 'Lens']
    assert.deepEqual(idsOf({ Hats: { hats: owner } }), {
      ids: [...everywhere, 'Hats'],
      missing: ['Attestations.eas'],
    })
    assert.deepEqual(idsOf({}), { ids: everywhere, missing: ['Attestations.eas', 'Hats.hats'] })
  })

  it('are those that are named, if any are', () => {
    assert.deepEqual(idsOf({ Hats: { hats: owner } }, ['lens', 'names']), {
      ids: ['Lens', 'Names'],
      missing: [],
    })
    for (const name of ['atlantis', '', 'constructor'])
      assert.throws(
        () => chooseModule({}, [name]),
        new RegExp(`no module "${name}"; there are: local, names, `),
      )
  })

  it('are refused where a named one lacks what it is over', async () => {
    const { module } = chooseModule({}, ['hats'])
    await assert.rejects(
      planModule(module, { parameters: {}, accounts: [], artifacts }),
      /Hats\.hats is neither recorded for this chain nor given/,
    )
  })
})
