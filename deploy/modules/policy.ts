import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/**
 * A policy for new names. Parameters: `owner`, who may change it (account 0 unless given), and `commitAge`, the seconds by
 * which a commitment must precede a registration (none unless given). `Names` follows it once the owner of `Names` applies
 * it, or from the beginning as `Names.policy`.
 */
export const policyModule = buildModule('Policy', (m) => ({
  policy: m.contract('NamePolicy', [
    m.getParameter('owner', m.getAccount(0)),
    m.getParameter('commitAge', 0),
  ]),
}))

export default policyModule
