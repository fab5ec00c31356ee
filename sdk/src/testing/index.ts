export {
  type BackendConformanceOptions,
  backendConformance,
  type ConformanceCase,
  rejectsWith,
} from './backend-conformance.ts'
export { type Closure, computeClosure, type Knowledge, sealedDigests } from './closure.ts'
export * as formats from './formats.ts'
export { makeBlock, makeSeededBlock, pseudoRandomBytes } from './make-blocks.ts'
export { type Attempt, tryEverything } from './try-everything.ts'
