import type { SolcSettings } from '../solidity/compile.ts'

const common = { evmVersion: 'cancun', metadata: { bytecodeHash: 'none' } }
const bare = { ...common, debug: { debugInfo: [] } }

/**
 * Ways to compile a mutant, fastest first. Tests do not depend on gas, so nothing is optimised; sources whose stack is
 * too deep for the first way take the second.
 */
export const fastProfiles: readonly SolcSettings[] = [bare, { ...bare, viaIR: true }]

/** As it is deployed: says which survivors differ from the original at all. */
export const deployedProfile: SolcSettings = {
  ...bare,
  viaIR: true,
  optimizer: { enabled: true, runs: 1_000_000 },
}

/** The tests themselves; the source maps tell which files their code comes from. */
export const testProfiles: readonly SolcSettings[] = [common, { ...common, viaIR: true }]
