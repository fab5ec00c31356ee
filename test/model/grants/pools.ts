import {
  concat,
  dataSlice,
  encodeBytes32String,
  id as hashText,
  toBeHex,
  ZeroHash,
  zeroPadValue,
} from 'ethers'
import type { Rng } from '../framework/rng.ts'
import type { Signer } from '../framework/signers.ts'
import { subjectOf } from '../names/state.ts'
import { audienceLeaf, hashPair } from './access.ts'
import {
  folderSubject,
  type GrantsState,
  groupSubject,
  NO_ACCOUNT,
  NO_EXPIRY,
  packTerms,
  walletSubject,
} from './state.ts'

/** The names that are registered. */
export const names: readonly string[] = ['ada', 'bob', 'carol-1', 'abcdefghijklmnopqrstuvwxyz-123'].map(
  encodeBytes32String,
)

/** The group that is asked about. */
export const groupId = hashText('group')

/** Wallets that never send anything. */
export const links: readonly string[] = [
  '0x00000000000000000000000000000000000011aa',
  '0x00000000000000000000000000000000000022bb',
]

/** Every account that calls name. */
export function accountsOf({ fixed }: GrantsState): string[] {
  return [...fixed.signers.map(({ address }) => address), ...links]
}

/** Every folder that calls name: two of a key, one of a contract and one without an owner. */
export function foldersOf({ fixed }: GrantsState): string[] {
  const owners = [
    ...fixed.signers.filter(({ label }) => label === 'alice' || label === 'wallet'),
    { address: NO_ACCOUNT },
  ]
  const first = owners[0]?.address ?? NO_ACCOUNT
  return [...owners.map(({ address }) => folderId(address, 1n)), folderId(first, 2n)]
}

/** Every subject that can be granted to. */
export function subjectsOf(state: GrantsState): string[] {
  const { fixed, names: known } = state
  return [
    ...accountsOf(state).map(walletSubject),
    ...names.flatMap((name) => [
      subjectOf(name, 1n),
      subjectOf(name, known.names.get(name)?.generation ?? 2n),
    ]),
    ...[...fixed.adapters.keys()].map((adapter) => groupSubject(adapter, groupId)),
    ...foldersOf(state).map(folderSubject),
  ]
}

/** Words that are no subjects. */
export const badSubjects: readonly string[] = [
  ZeroHash,
  concat(['0x02', dataSlice(hashText('tag'), 1)]),
  `0x${'ff'.repeat(32)}`,
  concat(['0x000000000000000000000001', links[0] ?? NO_ACCOUNT]),
  zeroPadValue('0x01', 32).replace('0x00', '0x41'),
  concat(['0x3a', dataSlice(hashText('after nine'), 1)]),
]

/** One of the subjects, mostly a wallet. */
export function drawSubject(rng: Rng, state: GrantsState): string {
  const wallet = walletSubject(rng.pick(accountsOf(state)))
  return rng.weighted([
    [60, wallet],
    [34, rng.pick(subjectsOf(state))],
    [5, rng.pick(badSubjects)],
  ])
}

/** A member of an audience. */
export type Leaf = { index: bigint; subject: string; terms: bigint }

/** The members that an audience of a size has: wallets, one name, and one with terms that no leaf may have. */
export function membersOf({ fixed }: GrantsState, size: number): Leaf[] {
  const wallets = fixed.signers.map((signer: Signer, i) => ({
    index: BigInt(i * 100),
    subject: walletSubject(signer.address),
    terms: packTerms(i === 2 ? 2_000_500_000n : NO_EXPIRY, BigInt((i % 3) + 1)),
  }))
  const name = { index: 7n, subject: subjectOf(names[0] ?? ZeroHash, 1n), terms: packTerms(NO_EXPIRY, 2n) }
  const greedy = {
    index: 8n,
    subject: walletSubject(links[0] ?? NO_ACCOUNT),
    terms: packTerms(NO_EXPIRY, 4n),
  }
  const deep = {
    index: 9n,
    subject: walletSubject(links[1] ?? NO_ACCOUNT),
    terms: packTerms(NO_EXPIRY, 1n, 1n),
  }
  return [name, greedy, ...wallets, deep].slice(0, size)
}

/** The root over an audience's members, and each one's siblings from below. */
export function buildAudience(
  state: GrantsState,
  folder: string,
  id: string,
  size: number,
): { root: string; siblings: string[][] } {
  const members = membersOf(state, size)
  let level = members.map(({ index, subject, terms }) =>
    audienceLeaf(state, folder, id, index, subject, terms),
  )
  const siblings: string[][] = members.map(() => [])
  for (let height = 0; level.length > 1; height++) {
    for (const [i, list] of siblings.entries()) {
      const sibling = level[(i >> height) ^ 1]
      if (sibling !== undefined) list.push(sibling)
    }
    const below = level
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => {
      const [left = ZeroHash, right] = below.slice(2 * i, 2 * i + 2)
      return right === undefined ? left : hashPair(left, right)
    })
  }
  return { root: level[0] ?? ZeroHash, siblings }
}

/** The sizes that audiences have. */
export const audienceSizes: readonly number[] = [1, 2, 3, 7]

/** The id of an audience. */
export function audienceId(setter: string, salt: bigint): string {
  return concat([setter, toBeHex(salt, 12)])
}

function folderId(owner: string, salt: bigint): string {
  return concat([owner, toBeHex(salt, 12)])
}
