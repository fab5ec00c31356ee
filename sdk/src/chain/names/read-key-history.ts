import type { Address, Hex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkBytes32 } from '../check-argument.ts'
import { readEvents } from '../contract.ts'
import { decodeSubject } from '../grants/subject.ts'
import { encodeName } from './name-word.ts'

/** Who a subject has been, and every key that was published for it. */
export type KeyHistory = {
  /** Owners (ERC-55); a name keeps its subject when it moves to another wallet of the same person. */
  addresses: Address[]
  /** SHA-256 of every key binding block, oldest first. */
  bindings: Hex[]
}

type Search = { operation: string; signal?: AbortSignal | undefined }

/**
 * Reads from the events of `Names` who a subject was and which keys it had. Empty for a subject that has none: a group,
 * a tag or a folder.
 *
 * @example
 * ```ts
 * import { readKeyHistory } from '@space/sdk/chain'
 *
 * const { addresses, bindings } = await readKeyHistory(chain, { subject })
 * ```
 */
export async function readKeyHistory(
  chain: Chain,
  { subject, signal }: { subject: Hex; signal?: AbortSignal | undefined },
): Promise<KeyHistory> {
  const search = { operation: 'reading the keys of a subject', signal }
  const decoded = decodeSubject(checkBytes32(subject, 'subject'))
  if (decoded.kind === 'name') return readNameHistory(chain, decoded.name, decoded.generation, search)
  if (decoded.kind === 'wallet') return readAnchorHistory(chain, decoded.address, search)
  return { addresses: [], bindings: [] }
}

async function readNameHistory(
  chain: Chain,
  name: string,
  generation: number,
  search: Search,
): Promise<KeyHistory> {
  const events = await readEvents(chain, 'names', ['NameRegistered', 'OwnerChanged', 'KeyRotated'], {
    ...search,
    indexed: [encodeName(name)],
  })
  const history: KeyHistory = { addresses: [], bindings: [] }
  let current = 0
  for (const event of events) {
    // A new key is the same person's: that event names no generation.
    if (event.name !== 'KeyRotated') current = Number(event.args.generation)
    if (current !== generation) continue
    history.addresses.push((event.name === 'OwnerChanged' ? event.args.to : event.args.owner) as Address)
    history.bindings.push(event.args.keyDigest as Hex)
  }
  return history
}

async function readAnchorHistory(chain: Chain, address: Address, search: Search): Promise<KeyHistory> {
  const account: Hex = `0x${address.slice(2).toLowerCase().padStart(64, '0')}`
  const binding: Hex = `0x${'00'.repeat(32)}`
  const events = await readEvents(chain, 'names', ['AnchorSet'], { ...search, indexed: [account, binding] })
  return { addresses: [address], bindings: events.map(({ args }) => args.digest as Hex) }
}
