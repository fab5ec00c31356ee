import { ZeroAddress } from 'ethers'

/** Parameters of the module `Balances` for one coin, without feeds, operators, card issuer or Permit2. */
export const plainBalances = (owner: string, stable: string) => ({
  owner,
  stable,
  sequencerFeed: ZeroAddress,
  permit2: ZeroAddress,
  assets: [],
  operators: [],
  issuer: { issuer: ZeroAddress, issueCents: 0, reverseCents: 0 },
  treasurer: owner,
})
