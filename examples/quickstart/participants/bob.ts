// Bob: has a name, finds what was shared with him, reads it, and loses access.

import { openPackStore } from '@space/backend-pack'
import { type Hex, type Space, SpaceError } from '@space/sdk'
import { tryEverything } from '@space/sdk/testing'
import { readParticipantOptions, withSpace } from './participant.ts'
import { type ProgressEvent, serveParent } from './protocol.ts'
import { type ExpectedFile, verifyFiles } from './verify-files.ts'

const options = readParticipantOptions()
const reading = <Result>(use: (space: Space) => Promise<Result>) => withSpace(options, 'read', use)
const stored = new Set<string>()

/** What Bob can be asked to do. */
export type BobMethods = typeof methods

const methods = {
  address: () => withSpace(options, 'write', async (space) => space.address),

  register: ({ name }: { name: string }) =>
    withSpace(options, 'write', async (space) => {
      const { gasUsed } = await space.register(name)
      return { gas: gasUsed, name: await space.name() }
    }),

  /** Finds what was shared in the subgraph, confirmed by the contract. */
  findShared: ({ block }: { block: number }) =>
    reading(async (space) => {
      await space.waitForIndex(block)
      const shared = await space.folders.shared()
      return shared.map(({ folder, owner, role }) => ({ folder, owner, role }))
    }),

  verify: (
    { folder, expected }: { folder: Hex; expected: ExpectedFile[] },
    onProgress: (event: ProgressEvent) => void,
  ) => reading(async ({ folders }) => verifyFiles(await folders.open(folder), expected, onProgress)),

  /** Notes what is stored, so that later blocks can be told from earlier ones. */
  lookAtStore: async () => {
    const backend = await openPackStore(options.store, { access: 'read' })
    try {
      stored.clear()
      for await (const cid of backend.blocks.list()) stored.add(cid.toString())
      return stored.size
    } finally {
      await backend.close()
    }
  },

  /** Ignores the chain: tries every key that he ever held on every block that is stored. */
  tryEverything: ({ folder }: { folder: Hex }) =>
    withSpace(options, 'read', ({ chain }, { account, backend }) =>
      tryEverything({ chain, backend, account, folder, before: stored }),
    ),

  /** Tries to open a folder and returns the code of the error. */
  tryOpen: ({ folder }: { folder: Hex }) =>
    reading(async ({ folders }) => {
      try {
        await folders.open(folder)
        return 'opened'
      } catch (failure) {
        if (SpaceError.is(failure)) return failure.code
        throw failure
      }
    }),
}

serveParent(methods)
