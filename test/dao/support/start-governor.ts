import { join } from 'node:path'
import type { Address } from '@space/sdk'
import { type BaseContract, ContractFactory, id, type Signer } from 'ethers'
import { compileSolidity } from '../../support/compile-solidity.ts'
import type { DaoChain } from './start-chain.ts'

/** What a proposal does: the calls that the SDK's `xCall` functions return. */
export type Call = { to: string; data: string; valueWei: bigint }

/** OpenZeppelin's Governor over a TimelockController, with a votes token. */
export type Dao = {
  /** The timelock: it holds what the DAO owns. */
  address: Address
  /** Proposes, votes with all members, waits out the delays and executes. */
  decide(description: string, calls: readonly Call[]): Promise<void>
  /** As `decide`, up to the moment when the timelock could execute it; the answer executes it. */
  prepare(description: string, calls: readonly Call[]): Promise<() => Promise<void>>
}

const TIMELOCK_SECONDS = 2 * 24 * 3600
const VOTING_BLOCKS = 5
const FOR = 1

/** Founds a DAO in which each voter has the same share. */
export async function startGovernor(dao: DaoChain, voters: readonly Signer[]): Promise<Dao> {
  const compiled = compileSolidity(join(import.meta.dirname, 'governance.sol'), { runs: 200 })
  const [founder] = voters
  if (founder === undefined) throw new Error('a DAO needs voters')
  const deploy = async (name: string, ...args: unknown[]) => {
    const { abi = [], bytecode = '0x' } = compiled[name] ?? {}
    const contract: BaseContract = await new ContractFactory(abi, bytecode, founder).deploy(...args)
    return contract.waitForDeployment()
  }
  const send = async (contract: BaseContract, by: Signer, method: string, ...args: unknown[]) => {
    const connected = contract.connect(by) as BaseContract
    await (await connected.getFunction(method).send(...args)).wait()
  }

  const addresses = await Promise.all(voters.map((voter) => voter.getAddress()))
  const token = await deploy('ClubToken', addresses)
  const timelock = await deploy('ClubTimelock', TIMELOCK_SECONDS, [], addresses[0])
  const governor = await deploy('ClubGovernor', token, timelock)
  for (const role of ['PROPOSER_ROLE', 'EXECUTOR_ROLE'])
    await send(timelock, founder, 'grantRole', id(role), governor)
  // From here on the timelock obeys the governor alone.
  await send(timelock, founder, 'renounceRole', `0x${'00'.repeat(32)}`, addresses[0])
  for (const [i, voter] of voters.entries()) await send(token, voter, 'delegate', addresses[i])
  await dao.mine(1)

  const prepare: Dao['prepare'] = async (description, calls) => {
    const targets = calls.map(({ to }) => to)
    const values = calls.map(({ valueWei }) => valueWei)
    const data = calls.map((call) => call.data)
    await send(governor, founder, 'propose', targets, values, data, description)
    const given = [targets, values, data, id(description)] as const
    const proposal = await governor.getFunction('getProposalId')(...given)
    await dao.mine(2)
    for (const voter of voters) await send(governor, voter, 'castVote', proposal, FOR)
    await dao.mine(VOTING_BLOCKS)
    await send(governor, founder, 'queue', ...given)
    await dao.wait(TIMELOCK_SECONDS)
    return () => send(governor, founder, 'execute', ...given)
  }
  return {
    address: (await timelock.getAddress()) as Address,
    prepare,
    decide: async (description, calls) => (await prepare(description, calls))(),
  }
}
