import { after } from 'node:test'
import { type Devnet, start } from '@space/devnet'
import { computeAddress, SigningKey } from 'ethers'
import { createKeySigner, type Signer } from '../signers/index.ts'
import { type Address, type Hex, toHex } from '../utils/index.ts'
import type { Chain } from './chain.ts'
import { connectChain } from './connect-chain.ts'

let network: Promise<Devnet> | undefined

/** One network for all test files of a process; it stops when the last of them has ended. */
export function useDevnet(): Promise<Devnet> {
  network ??= start()
  return network
}

after(async () => (await network)?.stop())

/** A connection to that network. */
export async function useChain(): Promise<Chain> {
  const { rpcUrl, addresses } = await useDevnet()
  return connectChain({ rpcUrl, addresses })
}

/** A signer of a new account with ether, which no other test knows. */
export async function createFundedSigner(chain: Chain, amountWei = 10n ** 18n): Promise<Signer> {
  const signer = createKeySigner(crypto.getRandomValues(new Uint8Array(32)), chain)
  await (await useDevnet()).fundEther(signer.address, amountWei)
  return signer
}

/** The network's operator, who may charge. */
export async function operatorSigner(chain: Chain): Promise<Signer> {
  const { operator } = await useDevnet()
  const key = operator.privateKey as Hex
  return createKeySigner(Uint8Array.from(Buffer.from(key.slice(2), 'hex')), chain)
}

/** 32 bytes, each of that value. */
export function digestOf(byte: number): Hex {
  return toHex(new Uint8Array(32).fill(byte))
}

/** An address with no account behind it. */
export function randomAddress(): Address {
  return computeAddress(new SigningKey(crypto.getRandomValues(new Uint8Array(32)))) as Address
}
