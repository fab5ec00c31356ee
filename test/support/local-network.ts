import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Account,
  createAccount,
  createMemoryState,
  openSpace,
  type Space,
  type StateStore,
} from '@space/sdk'
import { connectChain } from '@space/sdk/chain'
import { Wallet } from 'ethers'
import { operatorKey } from '../../devnet/src/accounts.ts'
import { fundEther } from '../../devnet/src/fund.ts'
import { type Network, startNetwork } from '../../devnet/src/start.ts'
import type { Backend } from '../../sdk/src/storage/index.ts'

/** A chain with the contracts and an indexer, in a process of their own, for one test file. */
export type LocalNetwork = Network & {
  readonly operator: Wallet
  /** Makes a funded account that has registered a name, unless `name` is absent. */
  createPerson(backend: Backend, name?: string): Promise<Person>
  /** Opens a space for an account that exists. */
  openSpace(
    person: Pick<Person, 'account' | 'state'>,
    backend: Backend,
    change?: { indexUrl?: string; rpcUrl?: string; chainId?: bigint },
  ): Promise<Space>
}

/** Somebody in a test. */
export type Person = { account: Account; state: StateStore; space: Space }

/** Starts a network; `stop` ends it and removes its files. */
export async function startLocalNetwork(): Promise<LocalNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'space-test-'))
  const operator = new Wallet(operatorKey)
  const network = await startNetwork(folder, operator.address, () => {})
  await fundEther(network.rpcUrl, operator.address, 10n ** 18n)
  const { rpcUrl, graphqlUrl, addresses } = network

  const open: LocalNetwork['openSpace'] = ({ account, state }, backend, change = {}) =>
    openSpace({ rpcUrl, indexUrl: graphqlUrl, addresses, backend, account, state, ...change })

  return {
    ...network,
    operator,
    openSpace: open,
    createPerson: async (backend, name) => {
      const account = createAccount()
      const state = createMemoryState()
      await fundEther(rpcUrl, account.address, 10n ** 19n)
      const space = await open({ account, state }, backend)
      if (name !== undefined) await space.register(name)
      return { account, state, space }
    },
    stop: async () => {
      await network.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Connects to the chain of a network. */
export function connectTo({ rpcUrl, addresses }: Network) {
  return connectChain({ rpcUrl, addresses })
}
