import type { Signer as EthersSigner } from 'ethers'
import { raceSignal } from 'race-signal'
import type { Hex } from '../utils/index.ts'
import type { Call, CallReceipt, Signer } from './signer.ts'

/**
 * Makes a signer of any ethers v6 signer that is connected to a provider.
 *
 * @example
 * ```ts
 * import { JsonRpcProvider, Wallet } from 'ethers'
 * import { createEthersSigner } from '@space/sdk'
 *
 * const provider = new JsonRpcProvider('http://127.0.0.1:8545')
 * const signer = await createEthersSigner(Wallet.createRandom(provider))
 * console.log(signer.address)
 * ```
 */
export async function createEthersSigner(wallet: EthersSigner): Promise<Signer> {
  const address = (await wallet.getAddress()) as Hex
  return {
    address,
    signTypedData: async ({ domain, types, message }) =>
      (await wallet.signTypedData(domain, types, message)) as Hex,
    sendCalls: async (calls, { signal } = {}) => {
      const receipts: CallReceipt[] = []
      for (const call of calls) {
        signal?.throwIfAborted()
        receipts.push(await raceSignal(sendCall(wallet, call), signal))
      }
      return receipts
    },
  }
}

async function sendCall(wallet: EthersSigner, call: Call): Promise<CallReceipt> {
  const response = await wallet.sendTransaction({ to: call.to, data: call.data, value: call.valueWei })
  const receipt = await response.wait()
  // ethers answers null only when asked to wait for zero confirmations.
  if (receipt === null) throw new Error(`no receipt for ${response.hash}`)
  return {
    transactionHash: receipt.hash as Hex,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
    gasPriceWei: receipt.gasPrice,
    logs: receipt.logs.map(({ address, topics, data }) => ({
      address: address as Hex,
      topics: topics as readonly Hex[],
      data: data as Hex,
    })),
  }
}
