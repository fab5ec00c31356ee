import { type Chain, decodeSubject, encodeName } from '../../chain/index.ts'
import { readChain } from '../../chain/translate-failure.ts'
import { fromHex, toHex } from '../../utils/index.ts'

/** What the chain has ever said of a subject that can have keys. */
export type Claimant = {
  /** Whose it was (ERC-55); a name keeps its subject when it goes to another wallet of the same person. */
  addresses: string[]
  /** Digests of all bindings that were published for it. */
  binds: Uint8Array[]
}

/**
 * Reads from the chain's events who a subject was and which keys it had. The newest alone would not do: a log goes on
 * when the keys of its author change.
 */
export function readClaimant(chain: Chain, subject: Uint8Array): Promise<Claimant> {
  const decoded = decodeSubject(subject)
  if (decoded.kind === 'name') return readNameHistory(chain, decoded.name, decoded.generation)
  if (decoded.kind === 'wallet') return readAnchorHistory(chain, decoded.address)
  return Promise.resolve({ addresses: [], binds: [] })
}

async function readNameHistory(chain: Chain, name: string, generation: number): Promise<Claimant> {
  const { interface: abi } = chain.names
  const events = (['NameRegistered', 'OwnerChanged', 'KeyRotated'] as const).map((event) =>
    abi.getEvent(event),
  )
  const topics = [events.map(({ topicHash }) => topicHash), toHex(encodeName(name))]
  const claimant: Claimant = { addresses: [], binds: [] }
  let current = 0
  for (const log of await readLogs(chain, topics)) {
    const { args } = abi.parseLog(log) as unknown as {
      args: { owner?: string; to?: string; generation?: bigint; keyDigest: string }
    }
    // A new key is the same person's: that event names no generation.
    current = Number(args.generation ?? current)
    if (current !== generation) continue
    claimant.addresses.push((args.to ?? args.owner) as string)
    claimant.binds.push(fromHex(args.keyDigest))
  }
  return claimant
}

async function readAnchorHistory(chain: Chain, address: string): Promise<Claimant> {
  const { interface: abi } = chain.names
  const word = (hex: string) => `0x${hex.slice(2).padStart(64, '0')}`
  const topics = [abi.getEvent('AnchorSet').topicHash, word(address), word('0x0')]
  const logs = await readLogs(chain, topics)
  const binds = logs.map(({ data }) => fromHex(String(abi.decodeEventLog('AnchorSet', data)['digest'])))
  return { addresses: [address], binds }
}

function readLogs(chain: Chain, topics: (string | string[])[]) {
  const { names: address, deployBlock: fromBlock } = chain.addresses
  return readChain(chain, 'reading the keys of an author', () =>
    chain.provider.getLogs({ address, fromBlock, toBlock: 'latest', topics }),
  )
}
