import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/** Names, which takes nothing and has no owner. */
export const namesModule = buildModule('Names', (m) => ({ names: m.contract('Names') }))

export default namesModule
