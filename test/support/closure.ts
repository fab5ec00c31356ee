export { type Closure, computeClosure, sealedDigests } from '../../sdk/src/testing/closure.ts'
