import { ZeroAddress, ZeroHash } from 'ethers'
import type { View } from '../framework/model.ts'
import { nameWords } from './draw.ts'
import {
  findCommitment,
  findOffer,
  findOwned,
  isName,
  type NamesState,
  QUARANTINE,
  recoveryTarget,
  subjectOf,
} from './state.ts'

/** Everything that can be asked of Names about the names and accounts of a model. */
export function listNamesViews(state: NamesState, time: bigint): View[] {
  const accounts = [ZeroAddress, ...state.fixed.signers.map(({ address }) => address)]
  return [
    ...nameWords.flatMap((name) => nameViews(state, name, time)),
    ...accounts.flatMap((account) => accountViews(state, account)),
    ...[...state.commitments.keys()].map((commitment) =>
      view('commitmentOf', [commitment], [findCommitment(state, commitment, time) ?? 0n]),
    ),
    view('currentPolicy', [], [state.policy, state.frozen]),
    view('announcedPolicy', [], [state.announced?.policy ?? ZeroAddress, state.announced?.due ?? 0n]),
    view('owner', [], [state.owner]),
    view('pendingOwner', [], [state.pendingOwner]),
    ...['0x01ffc9a7', '0x84b0196e', '0xffffffff'].map((id) =>
      view('supportsInterface', [id], [id !== '0xffffffff']),
    ),
    view(
      'eip712Domain',
      [],
      ['0x0f', 'Space Names', '1', state.fixed.chainId, state.fixed.address, ZeroHash, []],
    ),
  ]
}

function nameViews(state: NamesState, name: string, time: bigint): View[] {
  const entry = state.names.get(name)
  const {
    owner = ZeroAddress,
    keyEpoch = 0n,
    generation = 0n,
    keyDigest = ZeroHash,
    releasedAt = 0n,
  } = entry ?? {}
  const recovery = entry?.recovery
  const flags =
    (releasedAt > 0n ? 1n : 0n) +
    (recovery === undefined ? 0n : 2n) +
    (recovery?.pending === undefined ? 0n : 4n)
  const subject = owner === ZeroAddress ? ZeroHash : subjectOf(name, generation)
  const isFree =
    isName(name) && owner === ZeroAddress && (releasedAt === 0n || time >= releasedAt + QUARANTINE)
  const offer = recovery === undefined ? findOffer(entry, time) : undefined
  return [
    view('resolve', [name], [owner, keyEpoch, generation, keyDigest, flags]),
    view('subjectOf', [name], [subject]),
    view('isAvailable', [name], [isFree]),
    view('offerOf', [name], [offer?.to ?? ZeroAddress, offer?.kind ?? 0n, offer?.expiresAt ?? 0n]),
    view('subjectIfOwned', [name, owner], [subject]),
    view('subjectIfOwned', [name, state.owner], [owner === state.owner ? subject : ZeroHash]),
    recoveryViews(name, recovery),
  ]
}

function recoveryViews(name: string, recovery: NonNullable<ReturnType<typeof findOwned>>['recovery']): View {
  const { agent = ZeroAddress, delay = 0n, mode = 0n, pending, removalReadyAt } = recovery ?? {}
  const flags = (pending === undefined ? 0n : 1n) + (removalReadyAt === undefined ? 0n : 2n)
  const target = pending === undefined ? ZeroHash : recoveryTarget(pending.newOwner, pending.keyDigest)
  const readyAt = pending?.readyAt ?? removalReadyAt ?? 0n
  return view('recoveryOf', [name], [agent, delay, mode, flags, readyAt, target])
}

function accountViews(state: NamesState, account: string): View[] {
  const name = state.primary.get(account) ?? ZeroHash
  const entry = findOwned(state, name)
  const isShown = entry?.owner === account
  return [
    view('nameOf', [account], [isShown ? name : ZeroHash]),
    view('subjectFor', [account], [isShown ? subjectOf(name, entry.generation) : ZeroHash]),
    ...[0n, 1n, 7n, 8n].map((kind) => {
      const { version = 0n, digest = ZeroHash } = state.anchors.get(`${account} ${kind}`) ?? {}
      return view('anchorOf', [account, kind], [version, digest])
    }),
  ]
}

function view(method: string, args: unknown[], expected: unknown[]): View {
  return { target: 'names', method, args, expected }
}
