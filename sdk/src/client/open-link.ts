import { createMemoryState, type StateStore } from '../accounts/index.ts'
import { type ConnectChainOptions, connectChain } from '../chain/index.ts'
import { openLinkedFolder, type ReadableFolder } from '../folders/index.ts'
import type { Backend } from '../storage/index.ts'

/** What opening a link needs; no account. */
export type OpenLinkOptions = ConnectChainOptions & {
  /** Where the folder's blocks are kept. */
  backend: Backend
  /** The URL, or only its part from `#` on. */
  url: string
  password?: string | undefined
  /** Remembers what was seen, so that an old state is refused; by default as long as the process lasts. */
  state?: StateStore | undefined
}

/**
 * Opens the folder that a link leads to. Throws `LINK_INVALID`, `GRANT_MISSING` when it was revoked, or
 * `GRANT_EXPIRED`.
 *
 * @example
 * ```ts
 * import { createMemoryStore, openLink } from '@space/sdk'
 *
 * const shared = await openLink({
 *   rpcUrl: 'http://127.0.0.1:8545',
 *   backend: createMemoryStore(),
 *   url: 'https://example.org/#1.…',
 * })
 * for await (const item of shared.walk()) console.log(item.path)
 * ```
 */
export async function openLink(options: OpenLinkOptions): Promise<ReadableFolder> {
  const { backend, url, password, state = createMemoryState(), signal } = options
  const chain = await connectChain(options)
  return openLinkedFolder({ chain, backend, state }, url, { password, signal })
}
