import type { ModelFunction } from '../framework/model.ts'
import { demandOwner, ownershipFunctions } from '../framework/ownership.ts'
import { type Context, type Emitted, Refusal } from '../framework/step.ts'
import { emit, type NamesState, POLICY_DELAY } from './state.ts'

function announcePolicy(state: NamesState, context: Context, policy: string): Emitted[] {
  checkPower(state, context)
  const due = context.time + POLICY_DELAY
  state.announced = { policy, due }
  return [emit('PolicyAnnounced', policy, due)]
}

function applyPolicy(state: NamesState, context: Context, policy: string): Emitted[] {
  checkPower(state, context)
  if (state.announced?.policy !== policy) throw new Refusal('NamesNotAnnounced', policy)
  if (context.time < state.announced.due) throw new Refusal('NamesNotDue', state.announced.due)
  delete state.announced
  state.policy = policy
  return [emit('PolicySet', policy)]
}

function freezePolicy(state: NamesState, context: Context): Emitted[] {
  checkPower(state, context)
  state.frozen = true
  delete state.announced
  return [emit('PolicyFrozen')]
}

function checkPower(state: NamesState, context: Context): void {
  demandOwner(state, context)
  if (state.frozen) throw new Refusal('NamesPolicyFrozen')
}

/** What the owner of Names can do. */
export const policyFunctions: Readonly<Record<string, ModelFunction<NamesState>>> = {
  announcePolicy,
  applyPolicy,
  freezePolicy,
  ...ownershipFunctions<NamesState>('names', demandOwner),
}
