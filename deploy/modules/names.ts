import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

const NO_POLICY = '0x0000000000000000000000000000000000000000'

/**
 * Names. Parameters: `owner`, who may change the policy for new names (account 0 unless given), and `policy` (none
 * unless given). The address depends on both, so chains that are to have the same one take the same.
 */
export const namesModule = buildModule('Names', (m) => ({
  names: m.contract('Names', [m.getParameter('owner', m.getAccount(0)), m.getParameter('policy', NO_POLICY)]),
}))

export default namesModule
