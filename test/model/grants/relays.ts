import type { ModelFunction } from '../framework/model.ts'
import { isSigned } from '../framework/signers.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { advance } from './epochs.ts'
import { grant, revoke } from './grants.ts'
import { emit, type GrantsState, grantsMessage, isUsed } from './state.ts'

function grantFor(
  state: GrantsState,
  context: Context,
  by: string,
  folder: string,
  subject: string,
  terms: bigint,
  pass: string,
  nonce: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  const value = { by, folder, subject, terms, pass, nonce, deadline }
  checkRelay(state, context, 'GrantRequest', value, signature)
  return grant(state, { ...context, sender: by }, folder, subject, terms, pass)
}

function revokeFor(
  state: GrantsState,
  context: Context,
  by: string,
  folder: string,
  subjects: string,
  nonce: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  checkRelay(state, context, 'RevokeRequest', { by, folder, subjects, nonce, deadline }, signature)
  return revoke(state, { ...context, sender: by }, folder, subjects)
}

function advanceFor(
  state: GrantsState,
  context: Context,
  by: string,
  folder: string,
  expectedEpoch: bigint,
  expectedNarrowed: bigint,
  record: string,
  dueAt: bigint,
  subjects: string,
  nonce: bigint,
  deadline: bigint,
  signature: string,
): Emitted[] {
  const value = { by, folder, expectedEpoch, expectedNarrowed, record, dueAt, subjects, nonce, deadline }
  checkRelay(state, context, 'AdvanceRequest', value, signature)
  return advance(
    state,
    { ...context, sender: by },
    folder,
    expectedEpoch,
    expectedNarrowed,
    record,
    dueAt,
    subjects,
  )
}

function voidNonces(state: GrantsState, { sender }: Context, word: bigint, mask: bigint): Emitted[] {
  addBits(state, sender, word, mask)
  return [emit('NoncesVoided', sender, word, mask)]
}

function checkRelay(
  state: GrantsState,
  { time }: Context,
  type: Parameters<typeof grantsMessage>[1],
  value: { by: string; nonce: bigint; deadline: bigint; folder: string; [field: string]: unknown },
  signature: string,
): void {
  const { by, nonce, deadline } = value
  if (time > deadline) throw new Refusal('GrantsExpired', deadline)
  if (isUsed(state, by, nonce)) throw new Refusal('GrantsNonce', nonce)
  if (!isSigned(state.fixed.signers, by, grantsMessage(state, type, value), signature)) {
    throw new Refusal('GrantsBadSignature', by)
  }
  addBits(state, by, nonce >> 8n, 1n << (nonce & 255n))
}

function addBits({ nonces }: GrantsState, signer: string, word: bigint, mask: bigint): void {
  const key = `${signer} ${word}`
  nonces.set(key, (nonces.get(key) ?? 0n) | mask)
}

/** What Grants does for those who sign and let others send. */
export const relayFunctions: Readonly<Record<string, ModelFunction<GrantsState>>> = {
  grantFor,
  revokeFor,
  advanceFor,
  voidNonces,
}
