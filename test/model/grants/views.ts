import { concat, toBeHex, ZeroHash } from 'ethers'
import type { View } from '../framework/model.ts'
import { Rng } from '../framework/rng.ts'
import { sign, signRoughly } from '../framework/signers.ts'
import { Refusal } from '../framework/step.ts'
import { hasAccess, hasProvenAccess, isStruck } from './access.ts'
import { openOffer } from './epochs.ts'
import {
  accountsOf,
  audienceId,
  audienceSizes,
  badSubjects,
  buildAudience,
  foldersOf,
  groupId,
  links,
  membersOf,
  names,
  subjectsOf,
} from './pools.ts'
import { roleOf, standingOf } from './standing.ts'
import {
  audienceKey,
  type Folder,
  flagsOf,
  folderOf,
  type GrantsState,
  grantsMessage,
  isUsed,
  NO_ACCOUNT,
  NO_EXPIRY,
  ownerOf,
  packSlot,
  packTerms,
  toIndex,
  walletSubject,
} from './state.ts'

/** Proofs that each comparison tries. */
const PROOFS = 30

/** Everything that can be asked of Grants about the folders and accounts of a model, and some of what can be proven. */
export function listGrantsViews(state: GrantsState, time: bigint): View[] {
  const rng = new Rng(Number(BigInt.asIntN(32, time)))
  const folders = foldersOf(state).map((id) => folderOf(state, id))
  const { chainId, address, signers, names: namesAddress } = state.fixed
  return [
    ...folders.flatMap((folder) => folderViews(rng, state, folder, time)),
    ...Array.from({ length: PROOFS }, () => proofView(rng, state, rng.pick(folders), time)),
    ...signers.flatMap((signer) =>
      [0n, 3n, 255n, 256n].map((nonce) =>
        view('nonceUsed', [signer.address, nonce], [isUsed(state, signer.address, nonce)]),
      ),
    ),
    view('names', [], [namesAddress]),
    ...['0x01ffc9a7', '0xffffffff'].map((id) => view('supportsInterface', [id], [id !== '0xffffffff'])),
    view('eip712Domain', [], ['0x0f', 'Space Grants', '1', chainId, address, ZeroHash, []]),
  ]
}

function folderViews(rng: Rng, state: GrantsState, folder: Folder, time: bigint): View[] {
  const { id, keyEpoch, narrowed, generation, dueAt, record, schedule } = folder
  const offer = openOffer(folder, time)
  const subjects = new Set([...folder.slots.keys(), ...badSubjects, rng.pick(subjectsOf(state))])
  return [
    view('folderOf', [id], [ownerOf(folder), keyEpoch, narrowed, generation, dueAt, flagsOf(folder), record]),
    view('offerOf', [id], [offer?.to ?? NO_ACCOUNT, offer?.expiresAt ?? 0n]),
    view(
      'scheduleOf',
      [id],
      schedule === undefined
        ? [NO_ACCOUNT, ZeroHash, 0n, 0n, 0n]
        : [schedule.author, schedule.record, schedule.activateAt, schedule.nextFor, schedule.dueAt],
    ),
    ...[...subjects].flatMap((subject) => [
      view('grantOf', [id, subject], [packSlot(folder.slots.get(subject))]),
      view('roleOf', [id, subject], [roleOf(folder, subject, time)]),
    ]),
    ...[NO_ACCOUNT, ...accountsOf(state)].map((account) => {
      const role = BigInt(rng.below(6))
      return view(WITHOUT_PROOF, [id, account, role], [hasAccess(state, id, account, role, time)])
    }),
    ...audienceViews(state, folder),
    ...gasLimitViews(folder),
  ]
}

function audienceViews(state: GrantsState, folder: Folder): View[] {
  const setters = [ownerOf(folder), ...state.fixed.signers.slice(0, 4).map(({ address }) => address)]
  return setters.flatMap((setter) => {
    const id = audienceId(setter, 0n)
    const root = folder.audiences.get(audienceKey(folder, id)) ?? ZeroHash
    return [
      view('audienceOf', [folder.id, id], [root]),
      ...[0n, 1n, 8n, 100n, 256n].map((index) =>
        view('isDead', [folder.id, id, index], [isStruck(folder, id, index)]),
      ),
    ]
  })
}

/** With too little gas to ask Names, an answer would be the caller's choice. */
function gasLimitViews(folder: Folder): View[] {
  const [stranger = NO_ACCOUNT] = links
  if (folder.slots.has(walletSubject(stranger)) || stranger === ownerOf(folder)) return []
  const expected = new Refusal('GrantsGas')
  return [
    { target: 'grants', method: WITHOUT_PROOF, args: [folder.id, stranger, 1n], expected, gas: 72_000n },
  ]
}

function proofView(rng: Rng, state: GrantsState, folder: Folder, time: bigint): View {
  const account = rng.pick(accountsOf(state))
  const role = BigInt(1 + rng.below(3))
  const { proof, by } = rng.pick(PROOF_MAKERS)(rng, state, folder, account, time)
  const who = by ?? account
  return view(
    WITH_PROOF,
    [folder.id, who, role, proof],
    [hasProvenAccess(state, folder.id, who, role, proof, time)],
  )
}

type ProofMaker = (
  rng: Rng,
  state: GrantsState,
  folder: Folder,
  account: string,
  time: bigint,
) => { proof: string; by?: string }

const byName: ProofMaker = (rng, state) => {
  const name = rng.pick(names)
  const owner = state.names.names.get(name)?.owner
  return { proof: concat(['0x01', name]), ...(owner === undefined ? {} : { by: owner }) }
}

const byAudience: ProofMaker = (rng, state, folder) => {
  const setters = state.fixed.signers.filter(({ address }) =>
    [0n, 1n].some((salt) => folder.audiences.has(audienceKey(folder, audienceId(address, salt)))),
  )
  const setter = setters.length === 0 ? ownerOf(folder) : rng.pick(setters).address
  const id = audienceId(setter, BigInt(rng.below(2)))
  const present = folder.audiences.get(audienceKey(folder, id))
  const sizes = audienceSizes.filter((size) => buildAudience(state, folder.id, id, size).root === present)
  const size = sizes[0] ?? rng.pick(audienceSizes)
  const place = rng.below(size)
  const { index, subject, terms } = membersOf(state, size)[place] ?? {
    index: 0n,
    subject: ZeroHash,
    terms: 0n,
  }
  const siblings = buildAudience(state, folder.id, id, size).siblings[place] ?? []
  const altered = rng.mostly(index, [index + 1n])
  const proof = concat(['0x02', id, toIndex(altered), subject, toBeHex(terms, 6), ...siblings])
  const member = accountsOf(state).find((one) => walletSubject(one) === subject)
  const by = member ?? state.names.names.get(names[0] ?? '')?.owner
  return {
    proof: rng.mostly(proof, [concat([proof, '0x00']), concat([proof, ZeroHash])]),
    ...(by ? { by } : {}),
  }
}

const byGroup: ProofMaker = (rng, { fixed }) => {
  const adapter = rng.pick([...fixed.adapters.keys()])
  return { proof: concat(['0x03', adapter, groupId, rng.pick(['0x', '0x1234'])]) }
}

const bySignature: ProofMaker = (rng, state, folder, account, time) => {
  const holders = state.fixed.signers.filter(({ address }) => standingOf(folder, address, time).depth > 0n)
  const signer = rng.pick(holders.length === 0 ? state.fixed.signers : holders)
  const terms = packTerms(
    rng.mostly(NO_EXPIRY, [time, time + 1n]),
    BigInt(1 + rng.below(4)),
    rng.mostly(0n, [1n], 0.95),
  )
  const subject = walletSubject(account)
  const nonce = BigInt(rng.below(20))
  const { issuedAt } = standingOf(folder, signer.address, time)
  const message = grantsMessage(state, 'SignedGrant', {
    signer: signer.address,
    folder: folder.id,
    subject,
    role: (terms >> 40n) & 15n,
    expiry: terms & NO_EXPIRY,
    generation: folder.generation,
    signerIssuedAt: rng.mostly(issuedAt, [issuedAt + 1n]),
    nonce,
  })
  const signature = rng.chance(0.7)
    ? sign(signer, message)
    : signRoughly(rng, signer, state.fixed.signers, message)
  return {
    proof: concat(['0x04', signer.address, subject, toBeHex(terms, 6), toBeHex(nonce, 32), signature]),
  }
}

const byFolder: ProofMaker = (rng, state) => ({ proof: concat(['0x05', rng.pick(foldersOf(state))]) })

const byNothing: ProofMaker = (rng) => ({
  proof: rng.pick([
    '0x',
    '0x00',
    '0x01',
    '0x02',
    '0x03',
    '0x04',
    '0x05',
    '0x06',
    concat(['0xff', rng.word()]),
  ]),
})

const PROOF_MAKERS = [byName, byAudience, byAudience, byGroup, bySignature, bySignature, byFolder, byNothing]

const WITHOUT_PROOF = 'hasAccess(bytes32,address,uint8)'
const WITH_PROOF = 'hasAccess(bytes32,address,uint8,bytes)'

function view(method: string, args: unknown[], expected: unknown[]): View {
  return { target: 'grants', method, args, expected }
}
