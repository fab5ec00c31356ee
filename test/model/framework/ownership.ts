import { ZeroAddress } from 'ethers'
import type { ModelFunction } from './model.ts'
import { type Context, type Emitted, Refusal } from './step.ts'

/** A contract with an owner who hands over in two steps (OpenZeppelin's Ownable2Step). */
export type Owned = { owner: string; pendingOwner: string }

/** Refuses all but the owner, with OpenZeppelin's error. */
export function demandOwner({ owner }: Owned, { sender }: Context): void {
  if (sender !== owner) throw new Refusal('OwnableUnauthorizedAccount', sender)
}

/** The functions of Ownable2Step, in a contract that refuses strangers by `check`. */
export function ownershipFunctions<State extends Owned>(
  source: string,
  check: (state: Owned, context: Context) => void,
): Record<string, ModelFunction<State>> {
  const setOwner = (state: Owned, owner: string): Emitted[] => {
    const from = state.owner
    state.owner = owner
    state.pendingOwner = ZeroAddress
    return [{ source, name: 'OwnershipTransferred', args: [from, owner] }]
  }
  return {
    transferOwnership: (state: State, context: Context, to: string) => {
      check(state, context)
      state.pendingOwner = to
      return [{ source, name: 'OwnershipTransferStarted', args: [state.owner, to] }]
    },
    renounceOwnership: (state: State, context: Context) => {
      check(state, context)
      return setOwner(state, ZeroAddress)
    },
    acceptOwnership: (state: State, { sender }: Context) => {
      if (sender !== state.pendingOwner) throw new Refusal('OwnableUnauthorizedAccount', sender)
      return setOwner(state, sender)
    },
  }
}
