export { type Account, type AccountSecrets, createAccount, exportSecrets, importSecrets } from './account.ts'
export { type KeystoreCost, openKeystore, sealKeystore } from './keystore.ts'
export { deriveLocalKey, openLocal, sealLocal } from './local-seal.ts'
export { createMemoryState, type StateStore } from './state-store.ts'
