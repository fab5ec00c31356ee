import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { balancesModule } from './balances.ts'
import { namesModule } from './names.ts'

/**
 * What sells names. Parameters: `owner`, who may change prices (account 0 unless given), and `prices`, in micro-dollars, of
 * names of 3 bytes, of 4, of 5, and of longer ones. It works once the owner of `Balances` has enabled it as an
 * operator, and is the only way to a name once a policy has it as its registrar.
 */
export const registrarModule = buildModule('Registrar', (m) => {
  const { names } = m.useModule(namesModule)
  const { balances } = m.useModule(balancesModule)
  const owner = m.getParameter('owner', m.getAccount(0))
  const registrar = m.contract('PaidRegistrar', [owner, names, balances, m.getParameter('prices')])
  return { names, balances, registrar }
})

export default registrarModule
