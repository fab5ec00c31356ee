import { join } from 'node:path'
import { openPackStore } from '@space/backend-pack'
import type { Devnet } from '@space/devnet'
import {
  type Account,
  type Backend,
  createAccount,
  openKeystore,
  openSpace,
  type Space,
  type StateStore,
  sealKeystore,
} from '@space/sdk'
import { openFileState } from '@space/sdk/node'

/** What every participant of the demo gets: its own folder, and what all share. */
export type ParticipantOptions = {
  /** Private folder of the participant. */
  home: string
  /** Block store that all share. */
  store: string
  network: Pick<Devnet, 'rpcUrl' | 'indexUrl' | 'addresses'>
}

/** Reads the options that the parent put on the command line. */
export function readParticipantOptions(): ParticipantOptions {
  const [json] = process.argv.slice(2)
  if (json === undefined) throw new Error('usage: PARTICIPANT OPTIONS_AS_JSON')
  return JSON.parse(json) as ParticipantOptions
}

/** What a user would type; each run makes its own accounts. */
const passphrase = 'the demo needs no secret that lasts'

/** The keystore is opened on a development machine many times a day, so it need not cost a second. */
const keystoreCost = { memoryKiB: 8_192, iterations: 1, parallelism: 1 }

/** The account in a private folder, made if there is none. */
async function openAccount(state: StateStore) {
  const bytes = await state.read('keystore')
  if (bytes !== undefined) return openKeystore(bytes, passphrase)
  const account = createAccount()
  await state.write('keystore', await sealKeystore(account, passphrase, { cost: keystoreCost }))
  return account
}

/**
 * Opens a participant's space while `use` runs. The block store is held for writing only that long, because the others
 * need it too.
 */
export async function withSpace<Result>(
  { home, store, network }: ParticipantOptions,
  access: 'read' | 'write',
  use: (space: Space, own: { account: Account; backend: Backend }) => Promise<Result>,
): Promise<Result> {
  const state = await openFileState(join(home, 'private'))
  const account = await openAccount(state)
  const backend = await openPackStore(store, { access, lockTimeoutMs: 10_000 })
  try {
    const { rpcUrl, indexUrl, addresses } = network
    return await use(await openSpace({ rpcUrl, indexUrl, addresses, backend, account, state }), {
      account,
      backend,
    })
  } finally {
    await backend.close()
  }
}
