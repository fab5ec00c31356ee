import type { Signer as EthersSigner } from 'ethers'
import type { Call, CallReceipt, Signer } from './signer.ts'

/**
 * Makes a signer of any ethers v6 signer that is connected to a provider.
 *
 * @example
 * ```ts
 * import { JsonRpcProvider, Wallet } from 'ethers'
 * import { fromEthers } from '@space/sdk'
 *
 * const provider = new JsonRpcProvider('http://127.0.0.1:8545')
 * const signer = await fromEthers(Wallet.createRandom(provider))
 * console.log(signer.address)
 * ```
 */
export async function fromEthers(wallet: EthersSigner): Promise<Signer> {
  const address = await wallet.getAddress()
  return {
    address,
    signTypedData: ({ domain, types, message }) => wallet.signTypedData(domain, types, message),
    sendCalls: async (calls, options = {}) => {
      const receipts: CallReceipt[] = []
      for (const call of calls) {
        options.signal?.throwIfAborted()
        receipts.push(await sendCall(wallet, call))
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
    transactionHash: receipt.hash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
    gasPriceWei: receipt.gasPrice,
    logs: receipt.logs.map((log) => ({ address: log.address, topics: log.topics, data: log.data })),
  }
}
