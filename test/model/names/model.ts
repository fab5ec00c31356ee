import { computeAddress, concat, Interface, id, SigningKey, toBeHex, ZeroAddress } from 'ethers'
import { artifacts } from 'hardhat'
import { admit, CHAIN_ID, type Chain, deploy, GENESIS_TIME, setTime } from '../framework/chain.ts'
import type { Model } from '../framework/model.ts'
import { createSigners } from '../framework/signers.ts'
import { drawNamesStep } from './draw.ts'
import { policyFunctions } from './policy.ts'
import { namesFunctions } from './registration.ts'
import { createNamesState, type NamesState, type Policy } from './state.ts'
import { transferFunctions } from './transfers.ts'
import { listNamesViews } from './views.ts'

const NAMES_UNREACHABLE = {
  InvalidShortString: 'unreachable: only for a domain that does not fit a word',
  StringTooLong: 'unreachable: only for a domain that does not fit a word',
  OwnableInvalidOwner: 'unreachable: only in the constructor',
}

/** Names on a fresh chain, without a policy at first. */
export async function createNamesModel(chain: Chain): Promise<Model<NamesState>> {
  const deployer = computeAddress(new SigningKey(id('deployer'))).toLowerCase()
  await admit(chain, deployer)
  await setTime(chain, GENESIS_TIME)
  const signers = await createSigners(chain, deployer)
  const owner = signers[0]?.address ?? ZeroAddress
  const policies = await createPolicies(chain, deployer)
  const address = await deploy(chain, deployer, 'Names', [owner, ZeroAddress])
  const abi = new Interface((await artifacts.readArtifact('Names')).abi)
  const fixed = Object.freeze({ chainId: CHAIN_ID, address, signers, policies })
  return {
    name: 'Names',
    contracts: { names: { address, abi } },
    start: createNamesState(owner, ZeroAddress, fixed),
    startTime: GENESIS_TIME + 86_400n,
    functions: allNamesFunctions,
    listViews: listNamesViews,
    draw: drawNamesStep,
    goals: [{ target: 'names', abi, unreachable: NAMES_UNREACHABLE }],
    labels: Object.fromEntries(signers.map((signer) => [signer.address, signer.label])),
  }
}

/** Every function of Names, as steps name them. */
export const allNamesFunctions = Object.fromEntries(
  Object.entries({ ...namesFunctions, ...transferFunctions, ...policyFunctions }).map(([method, predict]) => [
    `names.${method}`,
    predict,
  ]),
)

/** Policies that answer every caller alike; some answers are malformed. */
async function createPolicies(chain: Chain, deployer: string): Promise<Map<string, Policy>> {
  const word = (value: number) => toBeHex(value, 32)
  const answers: [string, Policy][] = [
    [concat([word(1), word(0)]), { allowed: true, commitAge: 0n }],
    [concat([word(1), word(60)]), { allowed: true, commitAge: 60n }],
    [concat([word(1), word(90_000)]), { allowed: true, commitAge: 90_000n }],
    [concat([word(0), word(0)]), { allowed: false, commitAge: 0n }],
    [concat([word(2), word(0)]), undefined],
    [concat([word(1), toBeHex(2n ** 32n, 32)]), undefined],
    [word(1), undefined],
    ['0x', undefined],
  ]
  const policies = new Map<string, Policy>([[deployer, undefined]])
  for (const [answer, policy] of answers)
    policies.set(await deploy(chain, deployer, 'JunkWallet', [answer]), policy)
  return policies
}
