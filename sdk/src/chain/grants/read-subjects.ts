import { fromHex, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { readChain } from '../translate-failure.ts'

/**
 * Every subject that was ever granted a folder, by the chain's own events. Which of them hold a live grant, `readRole`
 * says. `fromBlock` narrows the search to newer grants.
 *
 * @example
 * ```ts
 * import { connectChain, createFolderId, readSubjects } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const folder = createFolderId('0x52908400098527886E0F7030069857D2E4169EE7')
 * const subjects = await readSubjects(chain, folder)
 * ```
 */
export async function readSubjects(
  chain: Chain,
  folder: Uint8Array,
  fromBlock = chain.addresses.deployBlock,
): Promise<Uint8Array[]> {
  const { interface: abi } = chain.grants
  const granted = abi.getEvent('Granted').topicHash
  const batch = abi.getEvent('GrantedBatch').topicHash
  const logs = await readChain(chain, 'reading the grants', () =>
    chain.provider.getLogs({
      address: chain.addresses.grants,
      fromBlock,
      toBlock: 'latest',
      topics: [[granted, batch], toHex(folder)],
    }),
  )
  const subjects = logs.flatMap((log) => {
    if (log.topics[0] === granted) return [log.topics[2] as string]
    const { subjects: packed } = abi.decodeEventLog('GrantedBatch', log.data, log.topics) as unknown as {
      subjects: string
    }
    return packed.slice(2).match(/.{64}/g) ?? []
  })
  return [...new Set(subjects.map((subject) => subject.replace(/^0x/, '')))].map(fromHex)
}
