import { Contract, JsonRpcProvider, Network } from 'ethers'
import {
  type Balances,
  balancesAbi,
  type ContractAddresses,
  contractAddresses,
  type Grants,
  grantsAbi,
  type Names,
  namesAbi,
} from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { readChain } from './translate-failure.ts'

/** How to reach a chain. Addresses default to the recorded deployment of that chain. */
export type ConnectChainOptions = {
  rpcUrl: string
  /** Refuse a node of any other chain. */
  chainId?: bigint
  addresses?: ContractAddresses
}

/**
 * Connects to a node, and checks that it is on the expected chain and that the contracts are there.
 *
 * Throws `CHAIN_UNREACHABLE`, `CHAIN_MISMATCH` or `CONTRACT_MISSING`.
 *
 * @example
 * ```ts
 * import { connectChain } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545', chainId: 31337n })
 * console.log(chain.addresses.grants)
 * ```
 */
export async function connectChain(
  { rpcUrl, chainId: expected, addresses }: ConnectChainOptions,
  options: OperationOptions = {},
): Promise<Chain> {
  const chainId = await fetchChainId(rpcUrl, options.signal)
  if (expected !== undefined && chainId !== expected) {
    throw new SpaceError('CHAIN_MISMATCH', { expected, actual: chainId })
  }
  const at = addresses ?? contractAddresses[Number(chainId)]
  if (at === undefined) {
    throw new SpaceError('INPUT_INVALID', {
      what: 'addresses',
      reason: `no deployment is recorded for chain ${chainId}`,
    })
  }
  const provider = new JsonRpcProvider(rpcUrl, Network.from(chainId), {
    staticNetwork: true,
    // A cached answer could show a state from before our own transaction.
    cacheTimeout: -1,
    pollingInterval: 100,
  })
  const contracts = ['names', 'balances', 'grants'] as const
  await Promise.all(contracts.map((name) => checkCode(provider, rpcUrl, name, at[name], chainId)))
  return {
    provider,
    rpcUrl,
    chainId,
    addresses: at,
    names: new Contract(at.names, namesAbi, provider) as unknown as Names,
    balances: new Contract(at.balances, balancesAbi, provider) as unknown as Balances,
    grants: new Contract(at.grants, grantsAbi, provider) as unknown as Grants,
  }
}

/** Asks the node itself first: an unreachable one is an error here, not an endless retry. */
async function fetchChainId(rpcUrl: string, signal: AbortSignal | undefined): Promise<bigint> {
  try {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: signal ?? null,
    })
    const answer = (await response.json()) as { result: string }
    return BigInt(answer.result)
  } catch (cause) {
    signal?.throwIfAborted()
    throw new SpaceError('CHAIN_UNREACHABLE', { url: rpcUrl }, { cause })
  }
}

async function checkCode(
  provider: JsonRpcProvider,
  rpcUrl: string,
  name: string,
  address: string,
  chainId: bigint,
) {
  const code = await readChain({ rpcUrl }, 'reading a contract', () => provider.getCode(address))
  if (code === '0x') {
    throw new SpaceError('CONTRACT_MISSING', { name, address, chainId })
  }
}
