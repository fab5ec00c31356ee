export { fromEthers } from './from-ethers.ts'
export { fromPrivateKey } from './from-private-key.ts'
export type { Call, CallReceipt, Signer, TypedData } from './signer.ts'
