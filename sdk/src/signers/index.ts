export { createEthersSigner } from './create-ethers-signer.ts'
export { createKeySigner } from './create-key-signer.ts'
export type { Call, CallReceipt, Log, Signer, TypedData } from './signer.ts'
