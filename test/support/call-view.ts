import type { Hex } from '@space/sdk'
import { type Chain, grantsAbi, namesAbi } from '@space/sdk/chain'
import { Interface } from 'ethers'

const interfaces = { names: new Interface(namesAbi), grants: new Interface(grantsAbi) }

/** The whole answer of a view function as the contract gives it, for comparisons that leave nothing out. */
export async function callView(
  { request, addresses }: Chain,
  contract: 'names' | 'grants',
  name: string,
  inputs: readonly unknown[],
): Promise<Hex> {
  const data = interfaces[contract].encodeFunctionData(name, inputs)
  return (await request({ method: 'eth_call', params: [{ to: addresses[contract], data }, 'latest'] })) as Hex
}
