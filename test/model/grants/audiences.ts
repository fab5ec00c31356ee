import { dataSlice, ZeroHash } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { checkLength } from './grants.ts'
import { checkAge, demandAdmin, deny, narrow, narrows, standingOf } from './standing.ts'
import { audienceKey, cut, emit, folderOf, type GrantsState, packState } from './state.ts'

function setAudience(
  state: GrantsState,
  context: Context,
  folderId: string,
  id: string,
  expectedRoot: string,
  root: string,
  manifest: string,
): Emitted[] {
  const { time, sender } = context
  const folder = folderOf(state, folderId)
  const by = demandAdmin(folder, sender, time)
  if (dataSlice(id, 0, 20) !== sender) deny(folder, sender)
  checkAge(by, context)
  const key = audienceKey(folder, id)
  checkRoot(folder.audiences.get(key) ?? ZeroHash, expectedRoot)
  folder.audiences.set(key, root)
  if (root === ZeroHash) narrow(folder)
  return [emit('AudienceSet', folderId, id, by.issuedAt, root, manifest, packState(folder))]
}

function revokeLeaves(
  state: GrantsState,
  { time, sender }: Context,
  folderId: string,
  id: string,
  expectedRoot: string,
  indexes: string,
): Emitted[] {
  const folder = folderOf(state, folderId)
  checkLength(indexes, 4)
  if (!narrows(standingOf(folder, sender, time))) deny(folder, sender)
  const key = audienceKey(folder, id)
  const root = folder.audiences.get(key) ?? ZeroHash
  if (root === ZeroHash || root !== expectedRoot) throw new Refusal('GrantsRoot', root)
  for (const index of cut(indexes, 4)) folder.struck.add(`${key} ${root} ${BigInt(index)}`)
  narrow(folder)
  return [emit('LeavesRevoked', folderId, id, sender, root, packState(folder), indexes)]
}

function checkRoot(actual: string, expected: string): void {
  if (actual !== expected) throw new Refusal('GrantsRoot', actual)
}

/** What Grants does with audiences. */
export const audienceFunctions: Readonly<Record<string, ModelFunction<GrantsState>>> = {
  setAudience,
  revokeLeaves,
}
