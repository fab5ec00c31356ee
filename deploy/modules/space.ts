import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { balancesModule } from './balances.ts'
import { grantsModule } from './grants.ts'

/** All of Space on a real chain. Its parameters are those of the modules for Names, Grants and Balances. */
export const spaceModule = buildModule('Space', (m) => {
  const { names, grants } = m.useModule(grantsModule)
  const { balances } = m.useModule(balancesModule)
  return { names, grants, balances }
})

export default spaceModule
