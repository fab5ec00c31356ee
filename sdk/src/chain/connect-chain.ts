import { contractAddresses } from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import { parseHttpEndpoint } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { checkAddress } from './check-argument.ts'
import { createHttpRequest } from './http-request.ts'

/** How to reach a chain. Addresses default to the recorded deployment of that chain. */
export type ConnectChainOptions = {
  /** HTTP address of a node. */
  rpcUrl: string
  /** Refuse a node of any other chain. */
  chainId?: bigint | undefined
  addresses?: { names: string; balances: string; grants: string; deployBlock: number } | undefined
  /** Stops the work; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined
}

/**
 * Connects to a node, and checks that it is on the expected chain and that the contracts are there.
 *
 * Throws `CHAIN_UNREACHABLE`, `CHAIN_MISMATCH`, `CONTRACT_MISSING` or `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { connectChain } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545', chainId: 31337n })
 * console.log(chain.addresses.grants)
 * ```
 */
export async function connectChain(options: ConnectChainOptions): Promise<Chain> {
  const { rpcUrl, chainId: expected, signal } = options
  const http = parseHttpEndpoint(rpcUrl)
  if (http === undefined) {
    const fix = 'Give an address that begins with http:// or https://.'
    throw new SpaceError('INPUT_INVALID', { what: 'rpcUrl', reason: 'it is not a web address', fix })
  }
  const endpoint = http.origin
  const request = createHttpRequest(http)
  const chainId = await readChainId(request, endpoint, signal)
  if (expected !== undefined && chainId !== expected) {
    throw new SpaceError('CHAIN_MISMATCH', { expected, actual: chainId })
  }
  const addresses = findAddresses(options.addresses, chainId)
  const contracts = ['names', 'balances', 'grants'] as const
  await Promise.all(
    contracts.map(async (name) => {
      const address = addresses[name]
      const code = await request({ method: 'eth_getCode', params: [address, 'latest'] }, { signal })
      if (code === '0x') throw new SpaceError('CONTRACT_MISSING', { name, address, chainId })
    }),
  )
  return { request, endpoint, chainId, addresses }
}

/** What answers without a chain id is no Ethereum node. */
async function readChainId(
  request: Chain['request'],
  url: string,
  signal: AbortSignal | undefined,
): Promise<bigint> {
  try {
    return BigInt((await request({ method: 'eth_chainId' }, { signal })) as string)
  } catch (cause) {
    signal?.throwIfAborted()
    if (SpaceError.is(cause)) throw cause
    throw new SpaceError('CHAIN_UNREACHABLE', { url }, { cause })
  }
}

function findAddresses(given: ConnectChainOptions['addresses'], chainId: bigint): Chain['addresses'] {
  const found = given ?? contractAddresses[Number(chainId)]
  if (found === undefined) {
    const reason = `no deployment is recorded for chain ${chainId}`
    const fix = 'Give the addresses of the contracts on this chain.'
    throw new SpaceError('INPUT_INVALID', { what: 'addresses', reason, fix })
  }
  return {
    names: checkAddress(found.names, 'addresses.names'),
    balances: checkAddress(found.balances, 'addresses.balances'),
    grants: checkAddress(found.grants, 'addresses.grants'),
    deployBlock: found.deployBlock,
  }
}
