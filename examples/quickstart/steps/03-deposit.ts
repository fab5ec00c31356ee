import { formatDollars } from '../report/format.ts'
import { check, type Step } from './step.ts'

const depositWei = 10n ** 16n
const coins = 250_000_000n
const capMicroUsd = 20_000_000n

/** Alice pays in ether at the feed's price, and a stablecoin. */
export const depositStep: Step = {
  id: '3',
  title: 'Alice deposits ether and a stablecoin; her balance is in dollars',
  run: async (demo) => {
    const { alice, network } = demo
    await network.fundCoins(demo.aliceAddress, coins)
    const result = await alice.call('deposit', { amountWei: depositWei, coins, capMicroUsd })
    check(
      demo,
      result.creditMicroUsd > 0n,
      `0.01 ETH became ${formatDollars(result.creditMicroUsd)} of credit`,
    )
    check(demo, result.principalMicroUsd === coins, `250 coins became ${formatDollars(coins)} of principal`)
    check(
      demo,
      result.totalMicroUsd === result.creditMicroUsd + result.principalMicroUsd,
      `the balance is ${formatDollars(result.totalMicroUsd)}`,
    )
    return {
      balanceMicroUsd: result.totalMicroUsd,
      depositEthGas: result.ethGas,
      depositStableGas: result.stableGas,
    }
  },
}
