// Holds a link and has no account.
import { openPackStore } from '@space/backend-pack'
import { openLink } from '@space/sdk'
import { readParticipantOptions } from './participant.ts'
import { type ProgressEvent, serveParent } from './protocol.ts'
import { type ExpectedFile, verifyFiles } from './verify-files.ts'

const { store, network } = readParticipantOptions()

/** What the holder of a link can be asked to do. */
export type LinkHolderMethods = typeof methods

const methods = {
  verify: async (
    { url, expected }: { url: string; expected: ExpectedFile[] },
    onProgress: (event: ProgressEvent) => void,
  ) => {
    const backend = await openPackStore(store, { access: 'read' })
    try {
      const { rpcUrl, addresses } = network
      return await verifyFiles(await openLink({ rpcUrl, addresses, backend, url }), expected, onProgress)
    } finally {
      await backend.close()
    }
  },
}

serveParent(methods)
