import { readFileSync } from 'node:fs'
import type { DeploymentParameters } from '@nomicfoundation/ignition-core'
import { getAddress, ZeroAddress } from 'ethers'

/** An address on a public chain, and where it was found. */
export type SourcedAddress = { readonly address: string; readonly source: string }

/** What `Balances` takes from a public chain. What is not there has no source that could be cited. */
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
 * treasurer) and replaces what it repeats. Rejects a chain of which something is neither recorded nor given.
 */
export function chainParameters(name: string, given: DeploymentParameters): DeploymentParameters {
  const chain = chains[name]
  if (chain === undefined)
    throw new Error(`no parameters for "${name}"; there are: ${Object.keys(chains).join(', ')}`)
  const recorded = {
    stable: getAddress(chain.stable.address),
    sequencerFeed: chain.sequencerFeed === 'none' ? ZeroAddress : getAddress(chain.sequencerFeed.address),
    permit2: chain.permit2 && getAddress(chain.permit2.address),
    assets: priceEther(chain),
  }
  const balances = { ...recorded, ...given['Balances'] }
  for (const [key, value] of Object.entries(balances)) {
    if (value === undefined)
      throw new Error(`no source for ${key} on ${name} is recorded: give Balances.${key}`)
  }
  return { ...given, Balances: balances as DeploymentParameters[string] }
}

/** The terms on which ETH is taken; absent without feed or heartbeat. */
function priceEther({ ethFeed, ethHeartbeat }: Chain): DeploymentParameters[string][string] | undefined {
  if (ethFeed === undefined || ethHeartbeat === undefined) return undefined
  const terms = { asset: ETH, feed: getAddress(ethFeed.address), heartbeat: ethHeartbeat.seconds }
  return [{ ...terms, ...ETH_BOUNDS }]
}
