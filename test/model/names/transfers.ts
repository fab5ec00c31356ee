import { ZeroAddress } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { checkDeadline, checkSigned } from './registration.ts'
import {
  demandOwned,
  emit,
  findOffer,
  findOwned,
  LEAST_DELAY,
  type NameEntry,
  type NamesState,
  namesMessage,
  type Recovery,
} from './state.ts'

/* TRANSFERS */

function transfer(
  state: NamesState,
  context: Context,
  name: string,
  to: string,
  keyDigest: string,
  kind: bigint,
  deadline: bigint,
  receiverSignature: string,
): Emitted[] {
  checkDeadline(context, deadline)
  const entry = demandOwned(state, context, name)
  const value = transferValue(entry, name, to, keyDigest, kind, deadline)
  checkSigned(state, to, namesMessage(state, 'Receive', value), receiverSignature)
  checkKind(kind)
  checkNoAgent(entry, name)
  return handOver(entry, name, to, keyDigest, kind)
}

function transferFor(
  state: NamesState,
  context: Context,
  name: string,
  to: string,
  keyDigest: string,
  kind: bigint,
  deadline: bigint,
  ownerSignature: string,
  receiverSignature: string,
): Emitted[] {
  checkDeadline(context, deadline)
  const entry = findOwned(state, name)
  if (entry === undefined) throw new Refusal('NamesBadSignature', ZeroAddress)
  const value = transferValue(entry, name, to, keyDigest, kind, deadline)
  checkSigned(state, entry.owner, namesMessage(state, 'Transfer', value), ownerSignature)
  checkSigned(state, to, namesMessage(state, 'Receive', value), receiverSignature)
  checkKind(kind)
  checkNoAgent(entry, name)
  return handOver(entry, name, to, keyDigest, kind)
}

function offer(
  state: NamesState,
  context: Context,
  name: string,
  to: string,
  kind: bigint,
  expiresAt: bigint,
): Emitted[] {
  const entry = demandOwned(state, context, name)
  if (to === ZeroAddress) {
    delete entry.offer
    return [emit('NameOffered', name, ZeroAddress, 0n, 0n)]
  }
  checkKind(kind)
  checkDeadline(context, expiresAt)
  checkNoAgent(entry, name)
  entry.offer = { to, kind, expiresAt, generation: entry.generation, keyEpoch: entry.keyEpoch }
  return [emit('NameOffered', name, to, kind, expiresAt)]
}

function accept(state: NamesState, { time, sender }: Context, name: string, keyDigest: string): Emitted[] {
  const entry = state.names.get(name)
  const found = findOffer(entry, time)
  if (entry === undefined || found?.to !== sender) throw new Refusal('NamesNoOffer', name)
  checkNoAgent(entry, name)
  return handOver(entry, name, sender, keyDigest, found.kind)
}

/* RECOVERY */

function setRecovery(
  state: NamesState,
  context: Context,
  name: string,
  agent: string,
  delay: bigint,
  mode: bigint,
): Emitted[] {
  const entry = demandOwned(state, context, name)
  checkNoAgent(entry, name)
  if (agent === ZeroAddress) throw new Refusal('NamesNotAgent', name, ZeroAddress)
  const least = LEAST_DELAY[Number(mode)]
  if (least === undefined) throw new Refusal('NamesKind', mode)
  if (delay < least) throw new Refusal('NamesDelay', delay)
  entry.recovery = { agent, delay, mode }
  return [emit('RecoverySet', name, agent, delay, mode)]
}

function removeRecovery(state: NamesState, { time, sender }: Context, name: string): Emitted[] {
  const entry = findOwned(state, name)
  const recovery = entry?.recovery
  if (entry === undefined || (entry.owner !== sender && recovery?.agent !== sender)) {
    throw new Refusal('NamesNotOwner', name, sender)
  }
  if (recovery === undefined) throw new Refusal('NamesNotAgent', name, sender)
  if (recovery.agent !== sender) {
    if (recovery.mode === 1n && recovery.pending !== undefined) {
      throw new Refusal('NamesRecoveryPending', recovery.pending.readyAt)
    }
    if (recovery.removalReadyAt === undefined) return startRemoval(recovery, name, sender, time)
    if (time < recovery.removalReadyAt) throw new Refusal('NamesNotDue', recovery.removalReadyAt)
  }
  const ended = endPending(recovery, name, sender)
  delete entry.recovery
  return [...ended, emit('RecoverySet', name, ZeroAddress, 0n, 0n)]
}

function startRemoval(recovery: Recovery, name: string, owner: string, time: bigint): Emitted[] {
  recovery.removalReadyAt = time + recovery.delay
  return [...endPending(recovery, name, owner), emit('RecoveryRemovalStarted', name, recovery.removalReadyAt)]
}

function endPending(recovery: Recovery, name: string, by: string): Emitted[] {
  if (recovery.pending === undefined) return []
  delete recovery.pending
  return [emit('RecoveryCancelled', name, by)]
}

function startRecovery(
  state: NamesState,
  { time, sender }: Context,
  name: string,
  newOwner: string,
  keyDigest: string,
): Emitted[] {
  const recovery = findOwned(state, name)?.recovery
  if (recovery?.agent !== sender) throw new Refusal('NamesNotAgent', name, sender)
  if (newOwner === ZeroAddress) throw new Refusal('NamesTarget', name)
  if (recovery.pending !== undefined) throw new Refusal('NamesRecoveryPending', recovery.pending.readyAt)
  if (recovery.mode === 0n && recovery.removalReadyAt !== undefined) {
    const heldOffUntil = recovery.removalReadyAt + recovery.delay
    if (time < heldOffUntil) throw new Refusal('NamesNotDue', heldOffUntil)
  }
  delete recovery.removalReadyAt
  recovery.pending = { newOwner, keyDigest, readyAt: time + recovery.delay }
  return [emit('RecoveryStarted', name, newOwner, keyDigest, recovery.pending.readyAt)]
}

function cancelRecovery(state: NamesState, { sender }: Context, name: string): Emitted[] {
  const entry = findOwned(state, name)
  const recovery = entry?.recovery
  const may = recovery?.agent === sender || (recovery?.mode === 0n && entry?.owner === sender)
  if (recovery === undefined || !may) throw new Refusal('NamesNotAgent', name, sender)
  if (recovery.pending === undefined) throw new Refusal('NamesTarget', name)
  return endPending(recovery, name, sender)
}

function finishRecovery(
  state: NamesState,
  { time }: Context,
  name: string,
  newOwner: string,
  keyDigest: string,
): Emitted[] {
  const entry = findOwned(state, name)
  const pending = entry?.recovery?.pending
  if (entry === undefined || pending?.newOwner !== newOwner || pending.keyDigest !== keyDigest) {
    throw new Refusal('NamesTarget', name)
  }
  if (time < pending.readyAt) throw new Refusal('NamesNotDue', pending.readyAt)
  delete entry.recovery?.pending
  return handOver(entry, name, newOwner, keyDigest, 3n)
}

/* SHARED RULES */

/** The message that owner and receiver sign. */
export function transferValue(
  { owner, generation, keyEpoch }: NameEntry,
  name: string,
  to: string,
  keyDigest: string,
  kind: bigint,
  deadline: bigint,
): Record<string, unknown> {
  return { name, from: owner, to, generation, keyEpoch, keyDigest, kind, deadline }
}

function checkKind(kind: bigint): void {
  if (kind !== 1n && kind !== 2n) throw new Refusal('NamesKind', kind)
}

function checkNoAgent(entry: NameEntry, name: string): void {
  if (entry.recovery !== undefined) throw new Refusal('NamesAgent', name)
}

/** Only another owner starts another generation. */
function handOver(entry: NameEntry, name: string, to: string, keyDigest: string, kind: bigint): Emitted[] {
  const from = entry.owner
  entry.owner = to
  entry.keyDigest = keyDigest
  entry.keyEpoch++
  if (kind === 1n) entry.generation++
  return [emit('OwnerChanged', name, from, to, entry.generation, entry.keyEpoch, keyDigest, kind)]
}

/** What Names does when a name goes from one account to another. */
export const transferFunctions: Readonly<Record<string, ModelFunction<NamesState>>> = {
  transfer,
  transferFor,
  offer,
  accept,
  setRecovery,
  removeRecovery,
  startRecovery,
  cancelRecovery,
  finishRecovery,
}
