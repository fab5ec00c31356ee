import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { grantsModule } from './grants.ts'

/** Stands for ETH in events and asset lists (ERC-7528). */
const ETH = '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'
const NO_SEQUENCER = '0x0000000000000000000000000000000000000000'
const COIN_DECIMALS = 6
const FEED_DECIMALS = 8

/**
 * Everything on a local chain: a coin and an ETH price that anybody can write, a stand-in for Permit2, the three
 * contracts, one operator, a card issuer and a treasurer. Parameters: `owner`, `operator`, `issuer` and `treasurer`
 * (accounts 0 to 3 unless given), `dailyCeiling` in micro-dollars, `issueCents` and `reverseCents` of a day, `ethPrice`,
 * `minPrice` and `maxPrice` in the feed's 8 decimals, `heartbeat` in seconds.
 */
export const localModule = buildModule('Local', (m) => {
  const { names, grants } = m.useModule(grantsModule)
  const coin = m.contract('MockUsd', [COIN_DECIMALS])
  const permit2 = m.contract('MockPermit2')
  const feed = m.contract('MockAggregator', [FEED_DECIMALS, m.getParameter('ethPrice')])
  const ether = {
    asset: ETH,
    feed,
    heartbeat: m.getParameter('heartbeat'),
    min: m.getParameter('minPrice'),
    max: m.getParameter('maxPrice'),
  }
  const operator = {
    operator: m.getParameter('operator', m.getAccount(1)),
    dailyCeiling: m.getParameter('dailyCeiling'),
  }
  const issuer = {
    issuer: m.getParameter('issuer', m.getAccount(2)),
    issueCents: m.getParameter('issueCents'),
    reverseCents: m.getParameter('reverseCents'),
  }
  const treasurer = m.getParameter('treasurer', m.getAccount(3))
  const owner = m.getParameter('owner', m.getAccount(0))
  const settings = { assets: [ether], operators: [operator], issuer, treasurer }
  const balances = m.contract('Balances', [owner, coin, NO_SEQUENCER, permit2, settings])
  return { names, grants, balances, coin, permit2, feed }
})

export default localModule
