/**
 * For tests: the conformance suite that every backend passes, and the attack that a revocation must withstand.
 * `formats` holds codecs and cryptography for tools that read what is stored; it may change with any release.
 *
 * @packageDocumentation
 */

export {
  type BackendConformanceOptions,
  backendConformance,
  type ConformanceCase,
  rejectsWith,
} from './backend-conformance.ts'
export { type Closure, computeClosure, type Knowledge, sealedDigests } from './closure.ts'
export { type ForgeFolder, forgeFolder } from './forge-folder.ts'
export * as formats from './formats.ts'
export { makeBlock, makeSeededBlock, pseudoRandomBytes } from './make-blocks.ts'
export { type Attempt, tryEverything } from './try-everything.ts'
