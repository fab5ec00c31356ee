import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { balancesModule } from './balances.ts'
import { grantsModule } from './grants.ts'

/** Lens, over Grants and Balances of its chain. */
export const lensModule = buildModule('Lens', (m) => {
  const { grants } = m.useModule(grantsModule)
  const { balances } = m.useModule(balancesModule)
  return { grants, balances, lens: m.contract('Lens', [grants, balances]) }
})

export default lensModule
