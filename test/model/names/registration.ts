import { keccak256, ZeroAddress, ZeroHash } from 'ethers'
import type { ModelFunction } from '../framework/model.ts'
import { isSigned, type Message } from '../framework/signers.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import {
  commitmentTo,
  demandOwned,
  emit,
  findCommitment,
  findOwned,
  isName,
  type NameEntry,
  type NamesState,
  namesMessage,
  QUARANTINE,
} from './state.ts'

/* REGISTRATION */

function register(
  state: NamesState,
  context: Context,
  name: string,
  keyDigest: string,
  options: bigint,
): Emitted[] {
  checkFree(state, context, name)
  if (askPolicy(state, name).commitAge > 0n) throw new Refusal('NamesCommitNeeded')
  return take(state, context.sender, name, keyDigest, options)
}

function registerFor(
  state: NamesState,
  context: Context,
  owner: string,
  name: string,
  keyDigest: string,
  options: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  checkDeadline(context, deadline)
  checkFree(state, context, name)
  const generation = nextGeneration(state, name)
  const value = { owner, name, keyDigest, options, generation, deadline }
  checkSigned(state, owner, namesMessage(state, 'Register', value), signature)
  const { commitAge } = askPolicy(state, name)
  if (commitAge > 0n) {
    useCommitment(
      state,
      context,
      commitmentTo(owner, name, keyDigest, options, keccak256(signature)),
      commitAge,
    )
  }
  return take(state, owner, name, keyDigest, options)
}

function commit(state: NamesState, { time }: Context, commitment: string): Emitted[] {
  if (findCommitment(state, commitment, time) === undefined) state.commitments.set(commitment, time)
  return []
}

function registerCommitted(
  state: NamesState,
  context: Context,
  name: string,
  keyDigest: string,
  options: bigint,
  salt: string,
): Emitted[] {
  checkFree(state, context, name)
  const { commitAge } = askPolicy(state, name)
  useCommitment(state, context, commitmentTo(context.sender, name, keyDigest, options, salt), commitAge)
  return take(state, context.sender, name, keyDigest, options)
}

function release(state: NamesState, context: Context, name: string): Emitted[] {
  const entry = demandOwned(state, context, name)
  if (entry.recovery !== undefined) throw new Refusal('NamesAgent', name)
  const generation = entry.generation + 1n
  state.names.set(name, {
    owner: ZeroAddress,
    keyEpoch: 0n,
    generation,
    keyDigest: ZeroHash,
    releasedAt: context.time,
  })
  return [emit('NameReleased', name, context.sender, generation)]
}

/* OWNED NAMES AND ANCHORS */

function rotateKey(
  state: NamesState,
  context: Context,
  name: string,
  expectedEpoch: bigint,
  keyDigest: string,
): Emitted[] {
  return rotate(demandOwned(state, context, name), name, expectedEpoch, keyDigest)
}

function rotateKeyFor(
  state: NamesState,
  context: Context,
  name: string,
  expectedEpoch: bigint,
  keyDigest: string,
  deadline: bigint,
  signature: string,
): Emitted[] {
  checkDeadline(context, deadline)
  const entry = findOwned(state, name)
  if (entry === undefined) throw new Refusal('NamesBadSignature', ZeroAddress)
  const { owner, generation } = entry
  const value = { owner, name, generation, expectedEpoch, keyDigest, deadline }
  checkSigned(state, owner, namesMessage(state, 'RotateKey', value), signature)
  return rotate(entry, name, expectedEpoch, keyDigest)
}

function setPrimary(state: NamesState, context: Context, name: string): Emitted[] {
  if (name !== ZeroHash) demandOwned(state, context, name)
  return show(state, context.sender, name)
}

function setAnchor(
  state: NamesState,
  { sender }: Context,
  kind: bigint,
  expectedVersion: bigint,
  digest: string,
): Emitted[] {
  return anchor(state, sender, kind, expectedVersion, digest)
}

function setAnchorFor(
  state: NamesState,
  context: Context,
  account: string,
  kind: bigint,
  expectedVersion: bigint,
  digest: string,
  deadline: bigint,
  signature: string,
): Emitted[] {
  checkDeadline(context, deadline)
  const value = { account, kind, expectedVersion, digest, deadline }
  checkSigned(state, account, namesMessage(state, 'SetAnchor', value), signature)
  return anchor(state, account, kind, expectedVersion, digest)
}

/* SHARED RULES */

/** Refuses what was signed for another time. */
export function checkDeadline({ time }: Context, deadline: bigint): void {
  if (time > deadline) throw new Refusal('NamesExpired', deadline)
}

/** Refuses what the account did not sign. */
export function checkSigned(state: NamesState, account: string, message: Message, signature: string): void {
  if (!isSigned(state.fixed.signers, account, message, signature))
    throw new Refusal('NamesBadSignature', account)
}

function checkFree(state: NamesState, { time }: Context, name: string): void {
  if (!isName(name)) throw new Refusal('NamesInvalid', name)
  const entry = state.names.get(name)
  if (entry === undefined) return
  if (entry.owner !== ZeroAddress) throw new Refusal('NamesTaken', name)
  const openAt = entry.releasedAt + QUARANTINE
  if (time < openAt) throw new Refusal('NamesNotDue', openAt)
}

function askPolicy(state: NamesState, name: string): { commitAge: bigint } {
  if (state.policy === ZeroAddress) return { commitAge: 0n }
  const answer = state.fixed.policies.get(state.policy)
  if (answer === undefined || !answer.allowed) throw new Refusal('NamesPolicy', name)
  return answer
}

function useCommitment(state: NamesState, { time }: Context, commitment: string, commitAge: bigint): void {
  const at = findCommitment(state, commitment, time)
  if (at === undefined) throw new Refusal('NamesCommitNeeded')
  if (time < at + commitAge) throw new Refusal('NamesCommitAge', at + commitAge)
  state.commitments.delete(commitment)
}

function nextGeneration(state: NamesState, name: string): bigint {
  return (state.names.get(name)?.generation ?? 0n) + 1n
}

function take(state: NamesState, owner: string, name: string, keyDigest: string, options: bigint): Emitted[] {
  const generation = nextGeneration(state, name)
  state.names.set(name, { owner, keyEpoch: 1n, generation, keyDigest, releasedAt: 0n })
  const registered = emit('NameRegistered', name, owner, generation, 1n, keyDigest)
  if (options > 1n) throw new Refusal('NamesOptions', options)
  return options === 1n ? [registered, ...show(state, owner, name)] : [registered]
}

function show(state: NamesState, account: string, name: string): Emitted[] {
  state.primary.set(account, name)
  return [emit('PrimarySet', account, name)]
}

function rotate(entry: NameEntry, name: string, expectedEpoch: bigint, keyDigest: string): Emitted[] {
  if (entry.keyEpoch !== expectedEpoch) throw new Refusal('NamesEpoch', name, expectedEpoch, entry.keyEpoch)
  const pending = entry.recovery?.pending
  if (pending !== undefined) throw new Refusal('NamesRecoveryPending', pending.readyAt)
  entry.keyEpoch++
  entry.keyDigest = keyDigest
  return [emit('KeyRotated', name, entry.owner, entry.keyEpoch, keyDigest)]
}

function anchor(
  state: NamesState,
  account: string,
  kind: bigint,
  expectedVersion: bigint,
  digest: string,
): Emitted[] {
  if (kind > 7n) throw new Refusal('NamesKind', kind)
  const key = `${account} ${kind}`
  const version = state.anchors.get(key)?.version ?? 0n
  if (version !== expectedVersion) throw new Refusal('NamesVersion', account, kind, expectedVersion, version)
  state.anchors.set(key, { version: version + 1n, digest })
  return [emit('AnchorSet', account, kind, version + 1n, digest)]
}

/** What Names does for those who take, keep and give up names. */
export const namesFunctions: Readonly<Record<string, ModelFunction<NamesState>>> = {
  register,
  registerFor,
  commit,
  registerCommitted,
  release,
  rotateKey,
  rotateKeyFor,
  setPrimary,
  setAnchor,
  setAnchorFor,
}
