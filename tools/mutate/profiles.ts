import { deployedSettings, plainSettings } from '../../scripts/build/solidity-settings.ts'
import type { SolcSettings } from '../solidity/compile.ts'

const bare = { ...plainSettings, debug: { debugInfo: [] } }

/** Makes room on the stack of the compiler's own functions, which encode long messages, and does nothing else. */
const roomier = { enabled: false, details: { yul: true, yulDetails: { optimizerSteps: ':' } } }

/**
 * Ways to compile a mutant, fastest first. Tests do not depend on gas, so nothing is optimised; sources whose stack is
 * too deep for one way take the next.
 */
export const fastProfiles: readonly SolcSettings[] = [
  bare,
  { ...bare, optimizer: roomier },
  { ...bare, viaIR: true },
]

/** As the core is deployed: says which survivors differ from the original at all. */
export function deployedProfile(entry: string): SolcSettings {
  return { ...bare, ...deployedSettings(entry) }
}

/** The tests themselves; the source maps tell which files their code comes from. */
export const testProfiles: readonly SolcSettings[] = [plainSettings, { ...plainSettings, viaIR: true }]
