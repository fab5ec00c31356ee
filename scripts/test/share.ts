/** The contracts by which the longer checks are cut: each commit runs the share of one of them. */
export const contracts = ['Names', 'Balances', 'Grants'] as const

/** What a run of the longer checks is about. */
export type Share = (typeof contracts)[number] | 'all'

/** Test folders below `contracts/` that go with a contract; the rest goes with Names, which has the fewest tests. */
const folders = { Balances: ['balances'], Grants: ['grants', 'adapters'] }
const others = Object.values(folders).flat()

/** The share of a seed. SPACE_SHARE names another contract, or `all`. */
export function readShare(seed: number, given: string | undefined): Share {
  const share = given ?? contracts[seed % contracts.length]
  if (share === 'all' || contracts.some((contract) => contract === share)) return share as Share
  throw new Error(`SPACE_SHARE=${share}: there are ${contracts.join(', ')} and all`)
}

/** Of the paths of Solidity tests, those that a share runs. */
export function selectSolidityTests(share: Share, paths: readonly string[]): string[] {
  if (share === 'all') return [...paths]
  return paths.filter((path) => {
    const folder = path.split('/')[1] ?? ''
    return share === 'Names' ? !others.includes(folder) : folders[share].includes(folder)
  })
}
