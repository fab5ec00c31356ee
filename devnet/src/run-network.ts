import { join } from 'node:path'
import { startIndexer } from '@space/indexer'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import { type DevnetAddresses, deployContracts, packageFolder, subgraphBuild } from './deployment.ts'
import { checkPort } from './port-taken-error.ts'

/** Chain id of the local network. */
export const chainId = 31_337

/** A network in this process. */
export type RunningNetwork = {
  readonly rpcUrl: string
  readonly indexUrl: string
  readonly addresses: DevnetAddresses
  close(): Promise<void>
}

/**
 * Starts chain and indexer in this process, with the index in a folder that exists. Resolves when both answer.
 *
 * @throws PortTakenError when another process listens on one of the ports.
 */
export async function runNetwork(
  folder: string,
  { port, indexPort }: { port: number; indexPort: number },
): Promise<RunningNetwork> {
  await checkPort(port)
  await checkPort(indexPort)
  const local = { type: 'edr-simulated', chainType: 'l1', chainId, hardfork: 'cancun' } as const
  // Without a root, Hardhat would look for a project in the working directory.
  const hre = await createHardhatRuntimeEnvironment({ networks: { local } }, {}, packageFolder)
  const server = await hre.network.createServer('local', '127.0.0.1', port)
  const listening = await server.listen()
  const rpcUrl = `http://127.0.0.1:${listening.port}`
  const addresses = await deployContracts(rpcUrl)
  const indexer = await startIndexer({
    buildDir: subgraphBuild,
    rpcUrl,
    dbPath: join(folder, 'index.sqlite'),
    name: 'space',
    port: indexPort,
  })
  await indexer.waitForBlock(addresses.deployBlock)
  return {
    rpcUrl,
    indexUrl: indexer.url,
    addresses,
    close: async () => {
      await indexer.close()
      await server.close()
    },
  }
}
