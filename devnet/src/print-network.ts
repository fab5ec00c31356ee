import type { DevnetAccount } from './accounts.ts'
import type { DevnetAddresses } from './deployment.ts'

/** What `space-devnet --json` prints when everything answers. */
export type NetworkLine = {
  readonly rpcUrl: string
  readonly indexUrl: string
  readonly chainId: number
  readonly addresses: DevnetAddresses
  /** Folder of the index, removed at the end. */
  readonly folder: string
}

/** The same in words. */
export function describeNetwork(network: NetworkLine, accounts: readonly DevnetAccount[]): string {
  const { rpcUrl, indexUrl, chainId, addresses } = network
  return [
    `chain     ${rpcUrl} (chain id ${chainId})`,
    `subgraph  ${indexUrl}`,
    '',
    ...Object.entries(addresses).map(([name, value]) => `${name.padEnd(12)} ${value}`),
    '',
    'Accounts with 10,000 ETH each. Their keys are public: use them nowhere else.',
    ...accounts.map(({ address, privateKey }) => `${address} ${privateKey}`),
    '',
    'Ctrl-C ends it.',
    '',
  ].join('\n')
}
