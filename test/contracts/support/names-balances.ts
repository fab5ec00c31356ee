import type { BaseContract, ContractTransactionReceipt, Overrides, Signer } from 'ethers'
import { concat, encodeBytes32String, id, toBeHex, Wallet } from 'ethers'

/** Stands for ETH where an asset is named (ERC-7528). */
export const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'

/** As the cap of a deposit: leave the cap alone. */
export const KEEP_CAP = 2n ** 48n - 1n

/** A name as the contracts know it: ASCII bytes, zero padded to one word. */
export function nameWord(name: string): string {
  return encodeBytes32String(name)
}

/** One row of a charge: account (20 bytes), micro-dollars (8 bytes). */
export function packRow(account: string, amountUsd: bigint): string {
  return concat([account, toBeHex(amountUsd, 8)])
}

/** Sends one call and returns its receipt; reverts reject with the contract's error. */
export async function send(
  contract: BaseContract,
  signer: Signer,
  method: string,
  args: unknown[],
  overrides: Overrides = {},
): Promise<ContractTransactionReceipt> {
  const connected = contract.connect(signer) as BaseContract
  const response = await connected.getFunction(method).send(...args, overrides)
  const receipt = await response.wait()
  if (receipt === null) throw new Error(`${method} was not mined`)
  return receipt
}

/** A wallet that is the same in every run, so that calldata and gas are too. */
export function fixedWallet(seed: string): Wallet {
  return new Wallet(id(seed))
}
