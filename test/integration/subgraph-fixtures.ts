import { encodeBytes32String, solidityPacked, zeroPadValue } from 'ethers'
import type { Chain } from './subgraph-chain.ts'

/** The accounts and objects of a history; whatever of it the index lacks must be empty on the chain as well. */
export type Fixtures = {
  /** They send transactions. */
  senders: string[]
  operators: string[]
  /** All accounts, with the wallets of links, which send nothing. */
  accounts: string[]
  names: string[]
  folders: string[]
  wallets: string[]
  /** Subjects that are no wallets: names in two generations, a group, a folder as a group. */
  others: string[]
}

const NAMES = ['007', 'bob', 'alice', 'dave-2', 'a-name-of-thirty-bytes-exactly']
const LINKS = [`0x${'01'.repeat(20)}`, `0x${'fe'.repeat(20)}`]
const GROUPS = [`0x01${'ab'.repeat(31)}`, `0x03${'cd'.repeat(31)}`]

/** The first two senders own two folders each. */
export function fixturesOf(chain: Chain): Fixtures {
  const all = chain.accounts.map((account) => account.toLowerCase())
  const senders = all.slice(0, -2)
  const names = NAMES.map(encodeBytes32String)
  const accounts = [...all, ...LINKS]
  return {
    senders,
    operators: all.slice(-2),
    accounts,
    names,
    folders: senders.slice(0, 2).flatMap((owner) => [0, 1].map((salt) => folderOf(owner, salt))),
    wallets: accounts.map(walletSubject),
    others: [
      ...names.flatMap((name) => [1, 2].map((generation) => nameSubject(name, generation))),
      ...GROUPS,
    ],
  }
}

/** A folder's id: owner, then salt. */
export function folderOf(owner: string, salt: number): string {
  return solidityPacked(['address', 'uint96'], [owner, salt]).toLowerCase()
}

/** The subject of a wallet. */
export function walletSubject(account: string): string {
  return zeroPadValue(account, 32).toLowerCase()
}

/** The subject of a name: its first 30 bytes, then the generation. */
export function nameSubject(name: string, generation: number): string {
  return solidityPacked(['bytes30', 'uint16'], [name.slice(0, 62), generation])
}

/** Words one after the other, as the contracts take lists. */
export function packWords(words: string[]): string {
  return solidityPacked(
    words.map(() => 'bytes32'),
    words,
  )
}
