/** The compiler's version, as the packages of this project have it. */
export const solcVersion = '0.8.35'

/** `cancun` is the oldest hard fork that every target chain runs and that has transient storage. */
const evmVersion = 'cancun'
const metadata = { bytecodeHash: 'none' } as const

/** What is not optimised: tests, which run once, and mutants, of which there are thousands. */
export const plainSettings = { evmVersion, metadata } as const

/**
 * At a million runs the two largest contracts exceed 16 KB. At a thousand `Grants` fits and costs 0.3 % more gas,
 * `Balances` fits at two hundred for 0.5 %.
 */
export const fewerRuns: Readonly<Record<string, number>> = {
  'contracts/balances/Balances.sol': 200,
  'contracts/grants/Grants.sol': 1_000,
}

/** How a source is deployed; without one, how those are that `fewerRuns` does not name. */
export function deployedSettings(source = '') {
  const optimizer = { enabled: true, runs: fewerRuns[source] ?? 1_000_000 }
  return { evmVersion, viaIR: true, optimizer, metadata } as const
}
