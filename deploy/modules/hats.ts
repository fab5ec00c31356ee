import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/** The group adapter over Hats Protocol. Parameter: `hats`, that of the chain. */
export const hatsModule = buildModule('Hats', (m) => ({
  adapter: m.contract('HatsAdapter', [m.getParameter('hats')]),
}))

export default hatsModule
