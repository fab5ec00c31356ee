import { type Account, createMemoryState, exportSecrets, type StateStore } from '../accounts/index.ts'
import {
  type Balance,
  type Chain,
  type ConnectChainOptions,
  connectChain,
  type DepositEth,
  type DepositStable,
  depositEth,
  depositStable,
  readAnchor,
  readBalance,
  readPrimaryName,
  registerName,
  setAnchor,
  setCap,
  withdraw,
} from '../chain/index.ts'
import { encodeName } from '../chain/names/name-word.ts'
import { walletSubject } from '../codec/subject.ts'
import { SpaceError } from '../errors/index.ts'
import {
  type FolderContext,
  listShared,
  makeFolder,
  openOwnFolder,
  openSharedFolder,
  ownsFolder,
  publishBinding,
  type ReadableFolder,
  readKnownFolders,
  type SharedFolder,
  type WritableFolder,
} from '../folders/index.ts'
import { type IndexClient, readStatement, type Statement, waitForIndex } from '../index-client/index.ts'
import { type CallReceipt, createKeySigner, type Signer } from '../signers/index.ts'
import type { Backend } from '../storage/index.ts'
import { type Address, fromHex, type OperationOptions, toHex } from '../utils/index.ts'

/** What a space is made of. */
export type OpenSpaceOptions = ConnectChainOptions & {
  /** GraphQL address of the subgraph; needed to find shared folders and statements. */
  indexUrl?: string
  /** Where blocks are kept. */
  backend: Backend
  account: Account
  /** Signs transactions; by default the account's own key does. */
  signer?: Signer
  /** Private state; by default it lasts as long as the process. */
  state?: StateStore
}

/** One person's world: a name, a balance, and folders. */
export type Space = {
  readonly address: Address
  readonly chain: Chain
  readonly signer: Signer
  /** The account's primary name. */
  name(): Promise<string | undefined>
  /** Publishes the account's keys and registers a name bound to them. */
  register(name: string, options?: OperationOptions): Promise<CallReceipt>
  /** Publishes the account's keys for its address, so that it can be shared with without a name. */
  anchorKeys(options?: OperationOptions): Promise<CallReceipt>
  readonly balance: {
    read(): Promise<Balance>
    depositEth(deposit: Omit<DepositEth, 'to'>, options?: OperationOptions): Promise<CallReceipt>
    depositStable(deposit: Omit<DepositStable, 'to'>, options?: OperationOptions): Promise<CallReceipt>
    withdraw(microUsd: bigint, options?: OperationOptions): Promise<CallReceipt>
    setCap(capMicroUsd: bigint, options?: OperationOptions): Promise<CallReceipt>
    /** Every deposit, charge and withdrawal, from the subgraph. */
    statement(options?: OperationOptions): Promise<Statement>
  }
  readonly folders: {
    create(options?: OperationOptions): Promise<WritableFolder>
    /** Ids of the folders that were made on this device. */
    own(): Promise<Uint8Array[]>
    /** Folders that others shared, found through the subgraph and confirmed by the chain. */
    shared(options?: OperationOptions): Promise<SharedFolder[]>
    /** Opens a folder of one's own. */
    openOwn(id: Uint8Array, options?: OperationOptions): Promise<WritableFolder>
    /** Opens a folder that somebody shared. */
    openShared(id: Uint8Array, options?: OperationOptions): Promise<ReadableFolder>
    /** Whether the account owns a folder now. */
    owns(id: Uint8Array): Promise<boolean>
  }
  /** Waits until the subgraph has seen a block. */
  waitForIndex(blockNumber: number, options?: OperationOptions & { timeoutMs?: number }): Promise<void>
}

/**
 * Opens a space: connects to the chain, checks the contracts, and puts the parts together.
 *
 * @example
 * ```ts
 * import { createAccount, createMemoryStore, openSpace } from '@space/sdk'
 *
 * const space = await openSpace({
 *   rpcUrl: 'http://127.0.0.1:8545',
 *   backend: createMemoryStore(),
 *   account: createAccount(),
 * })
 * await space.register('alice')
 * ```
 */
export async function openSpace(options: OpenSpaceOptions, work: OperationOptions = {}): Promise<Space> {
  const { backend, account, indexUrl, state = createMemoryState() } = options
  const chain = await connectChain({ ...options, signal: work.signal })
  const signer = options.signer ?? createKeySigner(exportSecrets(account).ethereumKey, chain)
  const context: FolderContext = {
    chain,
    backend,
    state,
    index: indexUrl === undefined ? undefined : { url: indexUrl },
  }
  const { address } = account

  const index = (): IndexClient => {
    if (context.index !== undefined) return context.index
    throw new SpaceError('INPUT_INVALID', {
      what: 'indexUrl',
      reason: 'this needs a subgraph, and none was given',
    })
  }

  return {
    address,
    chain,
    signer,
    name: () => readPrimaryName(chain, { account: address }),
    register: async (name, options = {}) => {
      // Refuse a bad name before anything is stored for it.
      encodeName(name)
      const registry = fromHex(chain.addresses.names)
      const keyDigest = await publishBinding(context, account, { kind: 'name', registry, name }, options)
      return registerName(chain, { signer, name, keyDigest: toHex(keyDigest), signal: options.signal })
    },
    anchorKeys: async (options = {}) => {
      const subject = walletSubject(fromHex(address))
      const digest = await publishBinding(context, account, { kind: 'subject', subject }, options)
      const { version } = await readAnchor(chain, { account: address, kind: 'binding' })
      return setAnchor(chain, {
        signer,
        kind: 'binding',
        expectedVersion: version,
        digest: toHex(digest),
        signal: options.signal,
      })
    },
    balance: {
      read: () => readBalance(chain, { account: address }),
      depositEth: (deposit, options) =>
        depositEth(chain, { signer, ...deposit, to: address, signal: options?.signal }),
      depositStable: (deposit, options) =>
        depositStable(chain, { signer, ...deposit, to: address, signal: options?.signal }),
      withdraw: (microUsd, options) =>
        withdraw(chain, { signer, microUsd, to: address, signal: options?.signal }),
      setCap: (capMicroUsd, options) => setCap(chain, { signer, capMicroUsd, signal: options?.signal }),
      statement: (options) => readStatement(index(), address, options),
    },
    folders: {
      create: (options) => makeFolder(context, account, signer, options),
      own: async () => (await readKnownFolders(state)).map(({ folder }) => folder),
      shared: async (options) => listShared({ ...context, index: index() }, account, options),
      openOwn: (id, options) => openOwnFolder(context, account, signer, id, options),
      openShared: (id, options) => openSharedFolder(context, account, id, options),
      owns: (id) => ownsFolder(context, account, id),
    },
    waitForIndex: (blockNumber, options) => waitForIndex(index(), blockNumber, options),
  }
}
