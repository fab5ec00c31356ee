import { type Context, Refusal } from '../framework/step.ts'
import {
  ADMIN,
  type Folder,
  type Grant,
  grantIn,
  NO_ACCOUNT,
  NO_EXPIRY,
  ownerOf,
  walletSubject,
} from './state.ts'

/** What an account may do in a folder at a time. */
export type Standing = {
  account: string
  isOwner: boolean
  role: bigint
  depth: bigint
  expiry: bigint
  issuedAt: bigint
  isGuardian: boolean
}

/** What a grant is worth at a time: nothing unless every link up to the owner holds, and then the least of them. */
export function worthOf(
  folder: Folder,
  grant: Grant | undefined,
  time: bigint,
): { role: bigint; expiry: bigint } | undefined {
  if (grant === undefined || grant.expiry <= time || grant.generation !== folder.generation) return undefined
  if (grant.granter === ownerOf(folder)) return { role: grant.role, expiry: grant.expiry }
  const parent = grantIn(folder, walletSubject(grant.granter))
  if (parent === undefined || parent.depth <= grant.depth || parent.issuedAt >= grant.issuedAt)
    return undefined
  const above = worthOf(folder, parent, time)
  if (above === undefined) return undefined
  return { role: least(above.role, grant.role), expiry: least(above.expiry, grant.expiry) }
}

/** The rights of an account in a folder. */
export function standingOf(folder: Folder, account: string, time: bigint): Standing {
  if (account === ownerOf(folder)) {
    return {
      account,
      isOwner: true,
      role: ADMIN,
      depth: 4n,
      expiry: NO_EXPIRY,
      issuedAt: 0n,
      isGuardian: false,
    }
  }
  const grant = grantIn(folder, walletSubject(account))
  const worth = worthOf(folder, grant, time)
  if (grant === undefined || worth === undefined) {
    return { account, isOwner: false, role: 0n, depth: 0n, expiry: 0n, issuedAt: 0n, isGuardian: false }
  }
  const { depth, issuedAt, isGuardian } = grant
  return { account, isOwner: false, ...worth, depth, issuedAt, isGuardian }
}

/** The role of a subject by its own slot; the owner's wallet has all. */
export function roleOf(folder: Folder, subject: string, time: bigint): bigint {
  const owner = ownerOf(folder)
  if (owner !== NO_ACCOUNT && subject === walletSubject(owner)) return ADMIN
  return worthOf(folder, grantIn(folder, subject), time)?.role ?? 0n
}

/** Whether what he takes away counts for all: that of an owner, an admin or a guardian. */
export function narrows({ role, isGuardian }: Standing): boolean {
  return role === ADMIN || isGuardian
}

/** Whether an account may overwrite or revoke a live grant. */
export function mayTake(folder: Folder, by: Standing, grant: Grant): boolean {
  if (by.isOwner) return true
  if (grant.isGuardian) return false
  if (by.isGuardian || grant.granter === by.account) return true
  return by.role === ADMIN && (grant.role < ADMIN || hangsOn(folder, grant, by.account))
}

/** Refuses an account without the right. */
export function deny(folder: Folder, account: string): never {
  throw new Refusal('GrantsDenied', folder.id, account)
}

/** The standing of the caller, who has to be owner or admin. */
export function demandAdmin(folder: Folder, account: string, time: bigint): Standing {
  const standing = standingOf(folder, account, time)
  return standing.role === ADMIN ? standing : deny(folder, account)
}

/** Refuses what would be no younger than the grant that it hangs on. */
export function checkAge({ issuedAt }: Standing, { time }: Context): void {
  if (issuedAt >= time) throw new Refusal('GrantsNotDue', issuedAt + 1n)
}

/** Something was taken away for all. */
export function narrow(folder: Folder): void {
  folder.narrowed++
  folder.isStale = true
}

function hangsOn(folder: Folder, grant: Grant, account: string): boolean {
  if (grant.granter === account) return true
  const above = grantIn(folder, walletSubject(grant.granter))
  return above !== undefined && hangsOn(folder, above, account)
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
