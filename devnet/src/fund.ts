import { Interface, toQuantity } from 'ethers'
import { requestRpc } from './request-rpc.ts'

const coinAbi = new Interface(['function mint(address to, uint256 amount)'])

/** Gives an address ether, as only a development chain can. */
export async function fundEther(rpcUrl: string, address: string, amountWei: bigint): Promise<void> {
  await requestRpc(rpcUrl, 'hardhat_setBalance', [address, toQuantity(amountWei)])
}

/** Gives an address coins of the local stablecoin, which any account may mint. */
export async function fundCoins(
  rpcUrl: string,
  coin: string,
  address: string,
  amount: bigint,
): Promise<void> {
  const [from] = (await requestRpc(rpcUrl, 'eth_accounts')) as string[]
  const data = coinAbi.encodeFunctionData('mint', [address, amount])
  await requestRpc(rpcUrl, 'eth_sendTransaction', [{ from, to: coin, data }])
}
