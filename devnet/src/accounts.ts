import { HDNodeWallet } from 'ethers'

/** An account of the local chain with 10,000 ETH. Its key is public: use it nowhere else. */
export type DevnetAccount = {
  /** ERC-55. */
  readonly address: string
  /** 32 bytes in hex. */
  readonly privateKey: string
}

/** Hardhat's public development phrase. */
const phrase = 'test test test test test test test test test test test junk'

/** How many accounts the chain funds. */
const count = 20

/**
 * The accounts of the local chain, in the order of `eth_accounts`: 0 deploys and owns the contracts, 1 is the operator,
 * 2 the card issuer, 3 the treasurer; the others are free.
 */
export function deriveAccounts(): DevnetAccount[] {
  const parent = HDNodeWallet.fromPhrase(phrase, undefined, "m/44'/60'/0'/0")
  return Array.from({ length: count }, (_, index) => {
    const { address, privateKey } = parent.deriveChild(index)
    return { address, privateKey }
  })
}
