import { HDNodeWallet } from 'ethers'

/** The development phrase of Hardhat, which everybody knows. */
const phrase = 'test test test test test test test test test test test junk'

/**
 * The key of a local network's operator: that of the chain's second account, the operator of `deployLocal`. The address
 * of Balances follows from its first operator, and must be the one that the SDK knows for local chains.
 */
export const operatorKey = HDNodeWallet.fromPhrase(phrase, undefined, "m/44'/60'/0'/0/1").privateKey
