import { getAddress } from 'ethers'
import { fromHex, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { readChain } from '../translate-failure.ts'

/** A pass that was announced on chain for one subject. */
export type AnnouncedPass = {
  digest: Uint8Array
  /** Who announced it. */
  by: string
  /** `granted` also changed the grant, `delivered` did not. */
  kind: 'granted' | 'delivered'
  blockNumber: number
}

/**
 * All passes that the chain announced for a subject of a folder, newest first.
 *
 * @example
 * ```ts
 * import { addressSubject, connectChain, createFolderId, readPasses } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const subject = addressSubject('0x52908400098527886E0F7030069857D2E4169EE7')
 * const [newest] = await readPasses(chain, folder, subject)
 * ```
 */
export async function readPasses(
  chain: Chain,
  folder: Uint8Array,
  subject: Uint8Array,
): Promise<AnnouncedPass[]> {
  const { interface: abi } = chain.grants
  const events = [abi.getEvent('Granted'), abi.getEvent('Delivered')]
  const logs = await readChain(chain, 'reading the passes', () =>
    chain.provider.getLogs({
      address: chain.addresses.grants,
      fromBlock: chain.addresses.deployBlock,
      toBlock: 'latest',
      topics: [events.map((event) => event.topicHash), toHex(folder), toHex(subject)],
    }),
  )
  return logs
    .map((log) => {
      const granted = log.topics[0] === events[0]?.topicHash
      const by = getAddress(`0x${log.topics[3]?.slice(26)}`)
      const { pass } = (granted
        ? abi.decodeEventLog('Granted', log.data, log.topics)
        : abi.decodeEventLog('Delivered', log.data, log.topics)) as unknown as { pass: string }
      const kind: AnnouncedPass['kind'] = granted ? 'granted' : 'delivered'
      return { digest: fromHex(pass), by, kind, blockNumber: log.blockNumber }
    })
    .filter(({ digest }) => digest.some((byte) => byte !== 0))
    .reverse()
}
