export { describeBackend, rejectsWith } from './describe-backend.ts'
export { makeBlock, makeSeededBlock, pseudoRandomBytes } from './make-blocks.ts'
export { type Attempt, tryEverything } from './try-everything.ts'
