import { BaseWallet, type JsonRpcApiProvider, SigningKey } from 'ethers'
import { toHex } from '../utils/index.ts'
import { fromEthers } from './from-ethers.ts'
import type { Signer } from './signer.ts'

/**
 * Makes a signer of a secp256k1 private key of 32 bytes.
 *
 * @example
 * ```ts
 * import { JsonRpcProvider } from 'ethers'
 * import { fromPrivateKey } from '@space/sdk'
 *
 * const provider = new JsonRpcProvider('http://127.0.0.1:8545')
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), provider)
 * ```
 */
export function fromPrivateKey(privateKey: Uint8Array, provider: JsonRpcApiProvider): Promise<Signer> {
  // Not Wallet: with its key files and word lists it takes 30 KB more of a browser.
  return fromEthers(new BaseWallet(new SigningKey(toHex(privateKey)), provider))
}
