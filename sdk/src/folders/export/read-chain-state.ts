import {
  addressSubject,
  type Chain,
  type FolderState,
  readGrant,
  readName,
  readPasses,
  readPrimaryName,
  readRole,
  readSubjects,
  roles,
} from '../../chain/index.ts'
import { nameSubject } from '../../codec/subject.ts'
import { toHex } from '../../utils/index.ts'

/** What the contracts said about a folder at one block, in the words of `chain.json` (docs/spec/export.md). */
export type ChainState = {
  version: 1
  chainId: number
  grants: string
  names: string
  folderId: string
  block: number
  owner: string
  ownerSubject: string
  epoch: number
  narrowed: number
  record: string
  granted: { subject: string; role: number; pass: string; granter: string }[]
}

const none = new Uint8Array(32)

/** Reads all that somebody needs who opens the folder without the chain. */
export async function readChainState(
  chain: Chain,
  folder: Uint8Array,
  state: FolderState,
  blockNumber: number,
): Promise<ChainState> {
  return {
    version: 1,
    chainId: Number(chain.chainId),
    grants: chain.addresses.grants.toLowerCase(),
    names: chain.addresses.names.toLowerCase(),
    folderId: toHex(folder),
    block: blockNumber,
    owner: state.owner.toLowerCase(),
    ownerSubject: toHex(await readOwnerSubject(chain, state.owner)),
    epoch: state.epoch,
    narrowed: state.narrowed,
    record: toHex(state.record ?? none),
    granted: await readLiveGrants(chain, folder, blockNumber),
  }
}

/** The subject under which the owner receives keys: the primary name, else the wallet. */
async function readOwnerSubject(chain: Chain, owner: string): Promise<Uint8Array> {
  const name = await readPrimaryName(chain, owner)
  if (name === undefined) return addressSubject(owner)
  return nameSubject(name, (await readName(chain, name)).generation)
}

async function readLiveGrants(
  chain: Chain,
  folder: Uint8Array,
  blockNumber: number,
): Promise<ChainState['granted']> {
  const granted: ChainState['granted'] = []
  for (const subject of await readSubjects(chain, folder)) {
    const role = await readRole(chain, folder, subject, blockNumber)
    const grant = await readGrant(chain, folder, subject, blockNumber)
    if (role === undefined || grant === undefined) continue
    const announced = await readPasses(chain, folder, subject)
    const newest = announced.find((pass) => pass.blockNumber <= blockNumber)
    granted.push({
      subject: toHex(subject),
      role: roles[role],
      pass: toHex(newest?.digest ?? none),
      granter: grant.granter.toLowerCase(),
    })
  }
  return granted
}
