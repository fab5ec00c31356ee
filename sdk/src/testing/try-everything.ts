import { createHash } from 'node:crypto'
import type { CID } from 'multiformats/cid'
import { type Account, exportSecrets } from '../accounts/index.ts'
import type { Chain } from '../chain/index.ts'
import { deriveAccountKeys } from '../crypto/account-keys.ts'
import { deriveScope } from '../crypto/scope.ts'
import type { Backend } from '../storage/index.ts'
import { fromHex, type Hex } from '../utils/index.ts'
import { computeClosure } from './closure.ts'

const rawCodec = 0x55

/** Larger blocks hold content, never keys. */
const largestKeyBlock = 65_536

/** What an attacker got out of everything that is stored. */
export type Attempt = {
  /** Sealed blocks that were stored after the moment in question. */
  newBlocks: number
  /** Those among them that opened. */
  newBlocksOpened: number
  /** Older sealed blocks that opened: the attempt itself works. */
  oldBlocksOpened: number
}

/**
 * Tries to open every stored block with every key that an account ever held and everything that follows from them,
 * whatever the chain says: the test of a revocation. `before` are the blocks that were there at the moment of it.
 *
 * @example
 * ```ts
 * import { createAccount, createMemoryStore } from '@space/sdk'
 * import { tryEverything } from '@space/sdk/testing'
 *
 * const account = createAccount()
 * const attempt = await tryEverything({ chain, backend: createMemoryStore(), account, folder, before: new Set() })
 * console.log(attempt.newBlocksOpened)
 * ```
 */
export async function tryEverything({
  chain,
  backend,
  account,
  folder,
  before,
}: {
  chain: Pick<Chain, 'chainId' | 'addresses'>
  backend: Backend
  account: Account
  folder: Hex
  before: ReadonlySet<string>
}): Promise<Attempt> {
  const blocks: Uint8Array[] = []
  const fresh = new Set<string>()
  for await (const cid of backend.blocks.list()) {
    const isNew = isSealed(cid) && !before.has(cid.toString())
    const bytes = await backend.blocks.get(cid)
    if (isNew) fresh.add(createHash('sha256').update(bytes).digest('hex'))
    if (isNew || bytes.length <= largestKeyBlock) blocks.push(bytes)
  }
  const { root, epoch, deviceSecret, ethereumKey } = exportSecrets(account)
  const { kemSeed, signSeed } = deriveAccountKeys(root, epoch)
  const { opened } = await computeClosure({
    scope: deriveScope({
      chainId: chain.chainId,
      grants: fromHex(chain.addresses.grants),
      folder: fromHex(folder),
    }),
    blocks,
    kemSeeds: [kemSeed],
    secrets: [root, deviceSecret, ethereumKey, kemSeed, signSeed],
  })
  const newBlocksOpened = [...opened.keys()].filter((digest) => fresh.has(digest)).length
  return { newBlocks: fresh.size, newBlocksOpened, oldBlocksOpened: opened.size - newBlocksOpened }
}

function isSealed(cid: CID): boolean {
  return cid.code === rawCodec
}
