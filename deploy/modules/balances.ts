import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/**
 * Balances for one chain. Parameters, all of them needed: `owner`, `stable` (the one withdrawable coin),
 * `sequencerFeed` (zero address on a chain without a sequencer), `permit2` (zero address where there is none), and `assets`,
 * `operators`, `issuer` and `treasurer` as in `IBalancesOwner`.
 */
export const balancesModule = buildModule('Balances', (m) => ({
  balances: m.contract('Balances', [
    m.getParameter('owner'),
    m.getParameter('stable'),
    m.getParameter('sequencerFeed'),
    m.getParameter('permit2'),
    {
      assets: m.getParameter('assets'),
      operators: m.getParameter('operators'),
      issuer: m.getParameter('issuer'),
      treasurer: m.getParameter('treasurer'),
    },
  ]),
}))

export default balancesModule
