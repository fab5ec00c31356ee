import {
  computeAddress,
  SigningKey,
  Transaction,
  type TransactionLike,
  TypedDataEncoder,
  toQuantity,
} from 'ethers'
import { type Address, type Hex, type Request, toHex } from '../utils/index.ts'
import type { Call, CallReceipt, Signer } from './signer.ts'
import { waitForReceipt } from './wait-for-receipt.ts'

/** The part of a connection that a signer needs; a `Chain` is one. */
type SignerChain = { readonly request: Request; readonly chainId: bigint }

type Options = { signal?: AbortSignal | undefined }

/** What a block producer gets for one unit of gas where the node does not say what is usual. */
const defaultTipWei = 10n ** 9n

/**
 * Makes a signer of a secp256k1 private key of 32 bytes. The node needs no account: transactions are signed here.
 *
 * @example
 * ```ts
 * import { createKeySigner } from '@space/sdk'
 *
 * const signer = createKeySigner(crypto.getRandomValues(new Uint8Array(32)), chain)
 * console.log(signer.address)
 * ```
 */
export function createKeySigner(privateKey: Uint8Array, chain: SignerChain): Signer {
  const key = new SigningKey(toHex(privateKey))
  const address = computeAddress(key) as Address
  return {
    address,
    signTypedData: async ({ domain, types, message }) =>
      key.sign(TypedDataEncoder.hash(domain, types, message)).serialized as Hex,
    sendCalls: async (calls, options = {}) => {
      const receipts: CallReceipt[] = []
      for (const call of calls) {
        const unsigned = Transaction.from(await fillTransaction(chain, address, call, options))
        unsigned.signature = key.sign(unsigned.unsignedHash)
        const hash = await sendSigned(chain, unsigned, options)
        receipts.push(
          await waitForReceipt(chain.request, { hash, from: address, nonce: unsigned.nonce }, options),
        )
      }
      return receipts
    },
  }
}

/** Adds what the chain decides: gas, fees and the next nonce. A call that would revert is refused here. */
async function fillTransaction(
  { request, chainId }: SignerChain,
  from: Address,
  { to, data, valueWei }: Call,
  options: Options,
): Promise<TransactionLike> {
  const ask = async (method: string, ...params: unknown[]) =>
    BigInt((await request({ method, params }, options)) as Hex)
  const call = { from, to, data, value: toQuantity(valueWei) }
  const gasLimit = await ask('eth_estimateGas', call)
  const [nonce, block] = await Promise.all([
    ask('eth_getTransactionCount', from, 'pending'),
    request({ method: 'eth_getBlockByNumber', params: ['latest', false] }, options),
  ])
  const common = { chainId, to, data, value: valueWei, gasLimit, nonce: Number(nonce) }
  const { baseFeePerGas } = block as { baseFeePerGas?: Hex }
  if (baseFeePerGas === undefined) return { ...common, type: 0, gasPrice: await ask('eth_gasPrice') }
  const tip = await ask('eth_maxPriorityFeePerGas').catch((failure) => {
    options.signal?.throwIfAborted()
    if (isRefusal(failure)) return defaultTipWei
    throw failure
  })
  return { ...common, type: 2, maxPriorityFeePerGas: tip, maxFeePerGas: 2n * BigInt(baseFeePerGas) + tip }
}

/** An answer may be lost on its way: what counts is whether the node has the transaction. */
async function sendSigned({ request }: SignerChain, signed: Transaction, options: Options): Promise<Hex> {
  const hash = signed.hash as Hex
  try {
    await request({ method: 'eth_sendRawTransaction', params: [signed.serialized] }, options)
  } catch (failure) {
    options.signal?.throwIfAborted()
    const known = await request({ method: 'eth_getTransactionByHash', params: [hash] }, options).catch(
      () => null,
    )
    if (known === null) throw failure
  }
  return hash
}

/** Whether the node answered, with an error of JSON-RPC. */
function isRefusal(failure: unknown): boolean {
  return failure instanceof Error && failure.name === 'RpcError'
}
