import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/**
 * Balances for one chain. Parameters, all of them needed: `owner`, `stable` (the one withdrawable coin),
 * `sequencerFeed` (zero address on a chain without a sequencer), `assets` and `operators` as in `IBalances`.
 */
export const balancesModule = buildModule('Balances', (m) => ({
  balances: m.contract('Balances', [
    m.getParameter('owner'),
    m.getParameter('stable'),
    m.getParameter('sequencerFeed'),
    m.getParameter('assets'),
    m.getParameter('operators'),
  ]),
}))

export default balancesModule
