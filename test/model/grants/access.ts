import { AbiCoder, concat, dataLength, dataSlice, id as hashText, keccak256 } from 'ethers'
import { isSigned } from '../framework/signers.ts'
import { findOwned, type NamesState, subjectOf } from '../names/state.ts'
import { roleOf, standingOf } from './standing.ts'
import {
  ADMIN,
  audienceKey,
  cut,
  type Folder,
  folderOf,
  folderSubject,
  type GrantsState,
  grantsMessage,
  groupSubject,
  isBlocked,
  isUsed,
  NO_ACCOUNT,
  ownerOf,
  walletSubject,
} from './state.ts'

const LEAF_TYPE = hashText(
  'AudienceLeaf(uint256 chainId,address grants,bytes32 folder,bytes32 id,uint32 index,bytes32 subject,uint256 terms)',
)

/** Somebody who wants into a folder. */
type Visit = { state: GrantsState; folder: Folder; account: string; role: bigint; time: bigint }

/** Whether an account has at least this role without bringing a proof. */
export function hasAccess(
  state: GrantsState,
  folderId: string,
  account: string,
  role: bigint,
  time: bigint,
): boolean {
  const folder = folderOf(state, folderId)
  const quick = decideEarly(folder, account, role)
  if (quick !== undefined) return quick
  if (roleOf(folder, walletSubject(account), time) >= role) return true
  const name = state.names.primary.get(account)
  const subject = name === undefined ? undefined : ownSubject(state.names, name, account)
  return subject !== undefined && roleOf(folder, subject, time) >= role
}

/** Whether an account has at least this role by the path that a proof names. */
export function hasProvenAccess(
  state: GrantsState,
  folderId: string,
  account: string,
  role: bigint,
  proof: string,
  time: bigint,
): boolean {
  const folder = folderOf(state, folderId)
  const quick = decideEarly(folder, account, role)
  if (quick !== undefined) return quick
  if (proof === '0x') return false
  const visit = { state, folder, account, role, time }
  const rest = dataSlice(proof, 1)
  switch (Number(dataSlice(proof, 0, 1))) {
    case 1:
      return dataLength(rest) === 32 && isNamed(visit, rest)
    case 2:
      return dataLength(rest) >= 74 && (dataLength(rest) - 74) % 32 === 0 && isInAudience(visit, rest)
    case 3:
      return dataLength(rest) >= 52 && isInGroup(visit, rest)
    case 4:
      return dataLength(rest) >= 90 && isInvited(visit, rest)
    case 5:
      return dataLength(rest) === 32 && readsOther(visit, rest)
    default:
      return false
  }
}

/** The leaf of an audience. */
export function audienceLeaf(
  { fixed }: GrantsState,
  folder: string,
  id: string,
  index: bigint,
  subject: string,
  terms: bigint,
): string {
  const types = ['bytes32', 'uint256', 'address', 'bytes32', 'bytes32', 'uint32', 'bytes32', 'uint256']
  const values = [LEAF_TYPE, fixed.chainId, fixed.address, folder, id, index, subject, terms]
  return keccak256(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)))
}

/** The node above two. */
export function hashPair(a: string, b: string): string {
  return keccak256(a < b ? concat([a, b]) : concat([b, a]))
}

/** Whether a leaf of the present root is struck out. */
export function isStruck(folder: Folder, id: string, index: bigint): boolean {
  const key = audienceKey(folder, id)
  return folder.struck.has(`${key} ${folder.audiences.get(key)} ${index}`)
}

function decideEarly(folder: Folder, account: string, role: bigint): boolean | undefined {
  if (account === NO_ACCOUNT || role === 0n || role > ADMIN) return false
  if (account === ownerOf(folder)) return true
  return isBlocked(folder, account) ? false : undefined
}

function ownSubject(names: NamesState, name: string, account: string): string | undefined {
  const entry = findOwned(names, name)
  return entry?.owner === account ? subjectOf(name, entry.generation) : undefined
}

function isNamed({ state, folder, account, role, time }: Visit, name: string): boolean {
  const subject = ownSubject(state.names, name, account)
  return subject !== undefined && roleOf(folder, subject, time) >= role
}

function isInAudience(visit: Visit, rest: string): boolean {
  const { state, folder, account, role, time } = visit
  const id = dataSlice(rest, 0, 32)
  const index = BigInt(dataSlice(rest, 32, 36))
  const subject = dataSlice(rest, 36, 68)
  const terms = BigInt(dataSlice(rest, 68, 74))
  if (!isSelf(visit, subject) || !grantsPlainly(terms, role, time)) return false
  const setter = standingOf(folder, dataSlice(id, 0, 20), time)
  if (account === NO_ACCOUNT || setter.role < role) return false
  const root = folder.audiences.get(audienceKey(folder, id))
  const leaf = audienceLeaf(state, folder.id, id, index, subject, terms)
  const top = cut(dataSlice(rest, 74), 32).reduce(hashPair, leaf)
  return root === top && !isStruck(folder, id, index)
}

function isInGroup({ state, folder, role, time }: Visit, rest: string): boolean {
  const adapter = dataSlice(rest, 0, 20)
  const subject = groupSubject(adapter, dataSlice(rest, 20, 52))
  return roleOf(folder, subject, time) >= role && state.fixed.adapters.get(adapter) === true
}

function isInvited(visit: Visit, rest: string): boolean {
  const { state, folder, role, time } = visit
  const signer = dataSlice(rest, 0, 20)
  const subject = dataSlice(rest, 20, 52)
  const terms = BigInt(dataSlice(rest, 52, 58))
  const nonce = BigInt(dataSlice(rest, 58, 90))
  if (!isSelf(visit, subject) || !grantsPlainly(terms, role, time)) return false
  const by = standingOf(folder, signer, time)
  if (by.depth === 0n || by.role < role || isUsed(state, signer, nonce)) return false
  const message = grantsMessage(state, 'SignedGrant', {
    signer,
    folder: folder.id,
    subject,
    role: termsRole(terms),
    expiry: termsExpiry(terms),
    generation: folder.generation,
    signerIssuedAt: by.issuedAt,
    nonce,
  })
  return isSigned(state.fixed.signers, signer, message, dataSlice(rest, 90))
}

function readsOther({ state, folder, account, role, time }: Visit, other: string): boolean {
  if (roleOf(folder, folderSubject(other), time) < role) return false
  const there = folderOf(state, other)
  return account === ownerOf(there) || roleOf(there, walletSubject(account), time) >= 1n
}

/** Whether a subject is the account's wallet or a name that it owns. */
function isSelf({ state, account }: Visit, subject: string): boolean {
  if (subject === walletSubject(account)) return true
  const name = concat([dataSlice(subject, 0, 30), '0x0000'])
  return ownSubject(state.names, name, account) === subject
}

/** Whether terms without depth and flags give a role of 1 to 3 that suffices now. */
function grantsPlainly(terms: bigint, role: bigint, time: bigint): boolean {
  const given = termsRole(terms)
  const isPlain = ((terms >> 36n) & 15n) === 0n && terms >> 44n === 0n
  return isPlain && given >= 1n && given < ADMIN && given >= role && termsExpiry(terms) > time
}

function termsRole(terms: bigint): bigint {
  return (terms >> 40n) & 15n
}

function termsExpiry(terms: bigint): bigint {
  return terms & (2n ** 36n - 1n)
}
