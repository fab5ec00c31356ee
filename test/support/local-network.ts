import { type Devnet, start } from '@space/devnet'
import {
  type Account,
  createAccount,
  createMemoryState,
  openSpace,
  type Space,
  type StateStore,
} from '@space/sdk'
import { connectChain } from '@space/sdk/chain'
import type { Backend } from '@space/sdk/storage'

/** A chain with the contracts and an indexer, in a process of their own, for one test file. */
export type LocalNetwork = Devnet & {
  /** Makes a funded account that has registered a name, unless `name` is absent. */
  createParticipant(backend: Backend, name?: string): Promise<Participant>
  /** Opens a space for an account that exists. */
  openSpace(
    participant: Pick<Participant, 'account' | 'state'>,
    backend: Backend,
    change?: { indexUrl?: string; rpcUrl?: string; chainId?: bigint },
  ): Promise<Space>
}

/** An account with its private state and its space. */
export type Participant = { account: Account; state: StateStore; space: Space }

/** Starts a network. */
export async function startLocalNetwork(): Promise<LocalNetwork> {
  const network = await start()
  const { rpcUrl, indexUrl, addresses } = network

  const open: LocalNetwork['openSpace'] = ({ account, state }, backend, change = {}) =>
    openSpace({ rpcUrl, indexUrl, addresses, backend, account, state, ...change })

  return {
    ...network,
    openSpace: open,
    createParticipant: async (backend, name) => {
      const account = createAccount()
      const state = createMemoryState()
      await network.fundEther(account.address, 10n ** 19n)
      const space = await open({ account, state }, backend)
      if (name !== undefined) await space.register(name)
      return { account, state, space }
    },
  }
}

/** Connects to the chain of a network. */
export function connectTo({ rpcUrl, addresses }: Devnet) {
  return connectChain({ rpcUrl, addresses })
}
