import type { ContractName, EventName, EventOutput } from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import type { CallReceipt } from '../signers/index.ts'
import type { Chain } from './chain.ts'
import { decodeEvent } from './contract.ts'

/**
 * The first event of a name that a contract of ours left in a transaction; what others left counts for nothing. Throws
 * `EVENT_MISSING`.
 */
export function extractEvent<Contract extends ContractName, Name extends EventName<Contract>>(
  { addresses }: Pick<Chain, 'addresses'>,
  contract: Contract,
  name: Name,
  { logs, transactionHash }: CallReceipt,
): EventOutput<Contract, Name> {
  const ours = logs.filter(({ address }) => address.toLowerCase() === addresses[contract].toLowerCase())
  const [found] = ours.flatMap((log) => decodeEvent(contract, [name], log))
  if (found === undefined) throw new SpaceError('EVENT_MISSING', { event: name, transactionHash })
  return found.args
}
