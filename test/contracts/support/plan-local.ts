import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import { ZeroAddress } from 'ethers'
import hre from 'hardhat'
import { localModule } from '../../../deploy/modules/local.ts'
import { planModule } from '../../../deploy/plan-module.ts'
import { readParameters } from '../../../deploy/read-parameters.ts'

const parametersFile = new URL('../../../deploy/parameters/local.json', import.meta.url)

/** How many contracts a local deployment consists of. */
export async function countLocalContracts(): Promise<number> {
  const parameters = await readParameters(parametersFile)
  const accounts = Array.from({ length: 10 }, () => ZeroAddress)
  const artifacts = new HardhatArtifactResolver(hre.artifacts)
  return (await planModule(localModule, { parameters, accounts, artifacts })).length
}
