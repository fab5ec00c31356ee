import { readFileSync } from 'node:fs'
import type { DeploymentParameters } from '@nomicfoundation/ignition-core'
import { getAddress, ZeroAddress } from 'ethers'

/** An address on a public chain, and where it was found. */
export type SourcedAddress = { readonly address: string; readonly source: string }

/** What our contracts take from a public chain. What is not there has no source that could be cited. */
export type Chain = {
  readonly chainId: number
  /** The one withdrawable coin. */
  readonly stable: SourcedAddress & { readonly name: string }
  /** Chainlink's ETH / USD feed. */
  readonly ethFeed?: SourcedAddress
  /** Longest time between two answers of that feed. */
  readonly ethHeartbeat?: { readonly seconds: number; readonly source: string }
  /** Chainlink's uptime feed of the sequencer; `none` on a chain that has no sequencer. */
  readonly sequencerFeed: SourcedAddress | 'none'
  readonly permit2?: SourcedAddress
  /** The Ethereum Attestation Service. */
  readonly eas?: SourcedAddress
  /** Hats Protocol, version 1. */
  readonly hats?: SourcedAddress
}

/** Stands for ETH in asset lists (ERC-7528). */
const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
/** Prices of ETH that are believed, in the feed's 8 decimals: 100 to 100,000 dollars. */
const ETH_BOUNDS = { min: 10_000_000_000n, max: 10_000_000_000_000n }

/** The public chains that parameters are known for, by name. */
export const chains: Readonly<Record<string, Chain>> = JSON.parse(
  readFileSync(new URL('./parameters/chains.json', import.meta.url), 'utf8'),
)

/**
 * The parameters of a chain as the modules take them. `given` adds what the deployer decides (owners, operators, issuer,
 * treasurer) and replaces what it repeats. What is neither recorded nor given is not there.
 */
export function chainParameters(name: string, given: DeploymentParameters): DeploymentParameters {
  const chain = chains[name]
  if (chain === undefined)
    throw new Error(`no parameters for "${name}"; there are: ${Object.keys(chains).join(', ')}`)
  const recorded = {
    Balances: {
      stable: getAddress(chain.stable.address),
      sequencerFeed: chain.sequencerFeed === 'none' ? ZeroAddress : getAddress(chain.sequencerFeed.address),
      ...addressOf('permit2', chain),
      ...priceEther(chain),
    },
    Attestations: addressOf('eas', chain),
    Hats: addressOf('hats', chain),
  }
  const parameters: DeploymentParameters = { ...given }
  for (const [module, values] of Object.entries(recorded))
    parameters[module] = { ...values, ...given[module] }
  return parameters
}

function addressOf(key: 'permit2' | 'eas' | 'hats', chain: Chain): DeploymentParameters[string] {
  const found = chain[key]
  return found === undefined ? {} : { [key]: getAddress(found.address) }
}

/** The terms on which ETH is taken; none without feed or heartbeat. */
function priceEther({ ethFeed, ethHeartbeat }: Chain): DeploymentParameters[string] {
  if (ethFeed === undefined || ethHeartbeat === undefined) return {}
  const terms = { asset: ETH, feed: getAddress(ethFeed.address), heartbeat: ethHeartbeat.seconds }
  return { assets: [{ ...terms, ...ETH_BOUNDS }] }
}
