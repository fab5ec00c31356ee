import { type Chain, roles } from '../../chain/index.ts'
import { decodePass } from '../../codec/pass.ts'
import { SpaceError } from '../../errors/index.ts'
import { type Address, type OperationOptions, toHex } from '../../utils/index.ts'
import {
  addressSubject,
  decodeSubject,
  type FolderOnChain,
  readGrant,
  readName,
  readRole,
  readSubjects,
} from '../chain.ts'
import { type FolderContext, fetchObject } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import { readAnnouncedPasses } from '../members/passes.ts'

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

/** A folder's state at a block. */
export type StateAt = { state: FolderOnChain; blockNumber: number }

const none = new Uint8Array(32)

/** Reads all that opening the folder without the chain needs, as it was at a block. */
export async function readChainState(
  context: FolderContext,
  { folder, record }: OpenEpoch,
  { state, blockNumber }: StateAt,
  options: OperationOptions,
): Promise<ChainState> {
  const { chain } = context
  return {
    version: 1,
    chainId: Number(chain.chainId),
    grants: chain.addresses.grants.toLowerCase(),
    names: chain.addresses.names.toLowerCase(),
    folderId: toHex(folder),
    block: blockNumber,
    owner: state.owner.toLowerCase(),
    ownerSubject: toHex(await readOwnerSubject(context, record.passes, state.owner, options)),
    epoch: state.epoch,
    narrowed: state.narrowed,
    record: toHex(state.record ?? none),
    granted: await readLiveGrants(context, folder, { state, blockNumber }),
  }
}

/** The subject under which the owner receives keys: that name of the owner's to which a pass is sealed, else the wallet. */
async function readOwnerSubject(
  context: FolderContext,
  passes: readonly Uint8Array[],
  owner: Address,
  options: OperationOptions,
): Promise<Uint8Array> {
  for (const digest of passes) {
    const { subject } = decodePass(await fetchObject(context, digest, options)).pass
    const decoded = decodeSubject(subject)
    if (decoded.kind === 'name' && (await isNameOf(context.chain, decoded, owner))) return subject
  }
  return addressSubject(owner)
}

async function isNameOf(
  chain: Chain,
  { name, generation }: { name: string; generation: number },
  owner: string,
): Promise<boolean> {
  try {
    const record = await readName(chain, name)
    return record.owner === owner && record.generation === generation
  } catch (failure) {
    if (SpaceError.is(failure, 'NAME_UNKNOWN')) return false
    throw failure
  }
}

async function readLiveGrants(
  context: FolderContext,
  folder: Uint8Array,
  { state, blockNumber }: StateAt,
): Promise<ChainState['granted']> {
  const { chain } = context
  const granted: ChainState['granted'] = []
  for (const subject of await readSubjects(chain, folder)) {
    const role = await readRole(chain, folder, subject, { blockNumber })
    const grant = await readGrant(chain, folder, subject, { blockNumber })
    if (role === undefined || grant === undefined) continue
    const [newest] = await readAnnouncedPasses(context, { folder, subject }, { state, blockNumber })
    granted.push({
      subject: toHex(subject),
      role: roles[role],
      pass: toHex(newest?.digest ?? none),
      granter: grant.granter.toLowerCase(),
    })
  }
  return granted
}
