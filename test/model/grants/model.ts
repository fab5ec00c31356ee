import { computeAddress, Interface, id, SigningKey, toBeHex, ZeroAddress } from 'ethers'
import { artifacts } from 'hardhat'
import { admit, CHAIN_ID, type Chain, deploy, GENESIS_TIME, setTime } from '../framework/chain.ts'
import type { Model, ModelFunction } from '../framework/model.ts'
import { createSigners } from '../framework/signers.ts'
import type { Context } from '../framework/step.ts'
import { allNamesFunctions } from '../names/model.ts'
import { createNamesState } from '../names/state.ts'
import { audienceFunctions } from './audiences.ts'
import { drawGrantsStep } from './draw.ts'
import { epochFunctions } from './epochs.ts'
import { grantsFunctions } from './grants.ts'
import { relayFunctions } from './relays.ts'
import type { GrantsState } from './state.ts'
import { listGrantsViews } from './views.ts'

const GRANTS_UNREACHABLE = {
  InvalidShortString: 'unreachable: only for a domain that does not fit a word',
  StringTooLong: 'unreachable: only for a domain that does not fit a word',
}

/** Grants on a fresh chain, with the Names that it asks. */
export async function createGrantsModel(chain: Chain): Promise<Model<GrantsState>> {
  const deployer = computeAddress(new SigningKey(id('deployer'))).toLowerCase()
  await admit(chain, deployer)
  await setTime(chain, GENESIS_TIME)
  const signers = await createSigners(chain, deployer)
  const names = await deploy(chain, deployer, 'Names', [deployer, ZeroAddress])
  const address = await deploy(chain, deployer, 'Grants', [names])
  const adapters = new Map<string, boolean>()
  for (const [answer, isYes] of [
    [toBeHex(1, 32), true],
    [toBeHex(0, 32), false],
    [toBeHex(2, 32), false],
    ['0x01', false],
  ] as const) {
    adapters.set(await deploy(chain, deployer, 'JunkWallet', [answer]), isYes)
  }
  const fixed = Object.freeze({ chainId: CHAIN_ID, address, names, signers, adapters })
  const namesFixed = Object.freeze({ chainId: CHAIN_ID, address: names, signers, policies: new Map() })
  const abiOf = async (name: string) => new Interface((await artifacts.readArtifact(name)).abi)
  const abi = await abiOf('Grants')
  return {
    name: 'Grants',
    contracts: {
      grants: { address, abi },
      names: { address: names, abi: await abiOf('Names') },
    },
    start: {
      folders: new Map(),
      nonces: new Map(),
      names: createNamesState(deployer, ZeroAddress, namesFixed),
      fixed,
    },
    startTime: GENESIS_TIME + 86_400n,
    functions: allGrantsFunctions,
    listViews: listGrantsViews,
    draw: drawGrantsStep,
    goals: [{ target: 'grants', abi, unreachable: GRANTS_UNREACHABLE }],
    labels: Object.fromEntries(signers.map((signer) => [signer.address, signer.label])),
  }
}

const allGrantsFunctions: Readonly<Record<string, ModelFunction<GrantsState>>> = Object.fromEntries([
  ...Object.entries({ ...grantsFunctions, ...epochFunctions, ...audienceFunctions, ...relayFunctions }).map(
    ([method, predict]) => [`grants.${method}`, predict] as const,
  ),
  ...Object.entries(allNamesFunctions).map(
    ([method, predict]) =>
      [
        method,
        ({ names }: GrantsState, context: Context, ...args: never[]) => predict(names, context, ...args),
      ] as const,
  ),
])
