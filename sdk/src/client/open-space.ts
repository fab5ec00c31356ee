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
  encodeName,
  readAnchor,
  readBalance,
  readPrimaryName,
  registerName,
  setAnchor,
  setCap,
  withdraw,
} from '../chain/index.ts'
import { walletSubject } from '../codec/subject.ts'
import { SpaceError } from '../errors/index.ts'
import {
  createFolder,
  type Folder,
  type FolderContext,
  listOwnFolders,
  listShared,
  type OwnedFolder,
  openFolder,
  ownsFolder,
  publishBinding,
  type SharedFolder,
} from '../folders/index.ts'
import { type IndexClient, readStatement, type Statement, waitForIndex } from '../index-client/index.ts'
import { type CallReceipt, createKeySigner, type Signer } from '../signers/index.ts'
import type { Backend } from '../storage/index.ts'
import { type Address, fromHex, type Hex, type OperationOptions, toHex } from '../utils/index.ts'

/** What a space is made of. */
export type OpenSpaceOptions = ConnectChainOptions & {
  /** GraphQL address of the subgraph; needed to find shared folders and statements. */
  indexUrl?: string | undefined
  /** Where blocks are kept. */
  backend: Backend
  account: Account
  /** Signs transactions; by default the account's own key does. */
  signer?: Signer | undefined
  /** Private state; by default it lasts as long as the process. */
  state?: StateStore | undefined
}

/** One user's account, balance and folders. */
export type Space = {
  readonly address: Address
  readonly chain: Chain
  readonly signer: Signer
  /** The account's primary name. */
  name(options?: OperationOptions): Promise<string | undefined>
  /** Publishes the account's keys and registers a name bound to them. Throws `NAME_INVALID` or `NAME_TAKEN`. */
  register(name: string, options?: OperationOptions): Promise<CallReceipt>
  /** Publishes the account's keys for its address, so that it can be shared with without a name. */
  anchorKeys(options?: OperationOptions): Promise<CallReceipt>
  readonly balance: {
    read(options?: OperationOptions): Promise<Balance>
    depositEth(options: Omit<DepositEth, 'to'> & OperationOptions): Promise<CallReceipt>
    depositStable(options: Omit<DepositStable, 'to'> & OperationOptions): Promise<CallReceipt>
    withdraw(microUsd: bigint, options?: OperationOptions): Promise<CallReceipt>
    setCap(capMicroUsd: bigint, options?: OperationOptions): Promise<CallReceipt>
    /** Every deposit, charge and withdrawal, from the subgraph. */
    statement(options?: OperationOptions): Promise<Statement>
  }
  readonly folders: {
    /** Makes an empty folder that the account owns; no transaction is sent. */
    create(options?: OperationOptions): Promise<OwnedFolder>
    /** Opens a folder with what the contract allows the account: `access` says what, and the methods follow it. */
    open(id: Hex, options?: OperationOptions): Promise<Folder>
    /** Ids of the folders that were made on this device. */
    own(options?: OperationOptions): Promise<Hex[]>
    /** Folders that others shared, found through the subgraph and confirmed by the contract. */
    shared(options?: OperationOptions): Promise<SharedFolder[]>
    /** Whether the account owns a folder now. */
    owns(id: Hex, options?: OperationOptions): Promise<boolean>
  }
  /** Waits until the subgraph has seen a block. */
  waitForIndex(blockNumber: number, options?: OperationOptions & { timeoutMs?: number }): Promise<void>
}

/**
 * Opens a space: connects to the chain, checks the contracts, and puts the parts together. Throws what `connectChain`
 * throws.
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
export async function openSpace(options: OpenSpaceOptions): Promise<Space> {
  const { backend, account, indexUrl, state = createMemoryState() } = options
  const chain = await connectChain(options)
  const signer = options.signer ?? createKeySigner(exportSecrets(account).ethereumKey, chain)
  const context: FolderContext = {
    chain,
    backend,
    state,
    index: indexUrl === undefined ? undefined : { url: indexUrl },
  }
  const user = { account, signer }
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
    name: ({ signal } = {}) => readPrimaryName(chain, { account: address, signal }),
    register: async (name, { signal } = {}) => {
      // Refuse a bad name before anything is stored for it.
      encodeName(name)
      const registry = fromHex(chain.addresses.names)
      const owner = { kind: 'name' as const, registry, name }
      const keyDigest = toHex(await publishBinding(context, account, owner, { signal }))
      return registerName(chain, { signer, name, keyDigest, signal })
    },
    anchorKeys: async ({ signal } = {}) => {
      const owner = { kind: 'subject' as const, subject: walletSubject(fromHex(address)) }
      const digest = toHex(await publishBinding(context, account, owner, { signal }))
      const kind = 'binding'
      const { version } = await readAnchor(chain, { account: address, kind, signal })
      return setAnchor(chain, { signer, kind, expectedVersion: version, digest, signal })
    },
    balance: {
      read: ({ signal } = {}) => readBalance(chain, { account: address, signal }),
      depositEth: (deposit) => depositEth(chain, { ...deposit, signer, to: address }),
      depositStable: (deposit) => depositStable(chain, { ...deposit, signer, to: address }),
      withdraw: (microUsd, { signal } = {}) => withdraw(chain, { signer, microUsd, to: address, signal }),
      setCap: (capMicroUsd, { signal } = {}) => setCap(chain, { signer, capMicroUsd, signal }),
      statement: (options) => readStatement(index(), address, options),
    },
    folders: {
      create: (options) => createFolder(context, user, options),
      open: (id, options) => openFolder(context, user, id, options),
      own: () => listOwnFolders(context),
      shared: async (options) => listShared({ ...context, index: index() }, account, options),
      owns: (id, options) => ownsFolder(context, account, id, options),
    },
    waitForIndex: (blockNumber, options) => waitForIndex(index(), blockNumber, options),
  }
}
