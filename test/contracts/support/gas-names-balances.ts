import type { ContractTransactionReceipt } from 'ethers'
import { concat, id, parseEther } from 'ethers'
import { network } from 'hardhat'
import { ETH, fixedWallet, KEEP_CAP, packRow, send } from './names-balances.ts'

/** What one operation costs, beside what it may cost. */
export interface GasFigure {
  /** Name of the operation, as it stands in `contracts/gas.json`. */
  operation: string
  /** Gas of the receipt, the transaction's base cost and calldata included; for batches the share of one row. */
  gas: number
  /** Most that `gas` may be. */
  bar: number
}

const CAP_USD = 100_000_000n
const CHARGE_ROWS = 100
const CACHE_SECONDS = 15 * 60

/**
 * Deploys Balances on the `local` network and measures its operations by receipts.
 *
 * The price feed stands behind a proxy, as in production. First deposits also set the cap, later ones keep it. The
 * rows of the charge take from credit and from principal. All inputs are fixed, so a figure changes only with the
 * code.
 */
export async function measureNamesBalances(): Promise<GasFigure[]> {
  const { ethers, networkHelpers, close } = await network.create('local')
  const figures: GasFigure[] = []
  const note = (operation: string, bar: number, receipt: ContractTransactionReceipt, rows = 1) =>
    figures.push({ operation, gas: Math.ceil(Number(receipt.gasUsed) / rows), bar })

  try {
    const [owner, alice, bob, carol, operator] = await ethers.getSigners()
    if (!owner || !alice || !bob || !carol || !operator)
      throw new Error('The local network has fewer than 5 accounts')
    const aliceAddress = await alice.getAddress()
    const operatorAddress = await operator.getAddress()

    const stable = await ethers.deployContract('MockUsd', [6])
    const aggregator = await ethers.deployContract('MockAggregator', [8, 2_500_00000000n])
    const feed = await ethers.deployContract('MockFeedProxy', [aggregator])
    const balances = await ethers.deployContract('Balances', [
      owner,
      stable,
      ethers.ZeroAddress,
      [{ asset: ETH, feed, heartbeat: 3600, min: 100_00000000n, max: 100_000_00000000n }],
      [{ operator: operatorAddress, dailyCeiling: 1_000_000_000_000n }],
    ])
    await send(stable, owner, 'mint', [alice, 10_000_000_000n])
    await send(stable, owner, 'mint', [bob, 10_000_000_000n])
    await send(stable, alice, 'approve', [balances, ethers.MaxUint256])
    await send(stable, bob, 'approve', [balances, ethers.MaxUint256])
    // The contract holds coins and the books are open, as they are for all but the first user of a deployment.
    await send(balances, bob, 'depositStable', [1_000_000_000n, bob, KEEP_CAP])

    const depositStable = (cap: bigint) => send(balances, alice, 'depositStable', [50_000_000n, alice, cap])
    note('Balances.depositStable first', 77_000, await depositStable(CAP_USD))
    note('Balances.depositStable again', 60_000, await depositStable(KEEP_CAP))
    note(
      'Balances.withdraw to a holder',
      52_500,
      await send(balances, alice, 'withdraw', [25_000_000n, alice]),
    )
    note('Balances.setCap', 29_000, await send(balances, alice, 'setCap', [2n * CAP_USD]))

    const value = parseEther('0.02')
    const minUsd = 49_000_000n
    const depositEth = (cap: bigint) => send(balances, carol, 'depositETH', [carol, minUsd, cap], { value })
    await send(balances, owner, 'refreshPrice', [ETH])
    note('Balances.depositETH first, cached price', 53_000, await depositEth(CAP_USD))
    note('Balances.depositETH again, cached price', 35_500, await depositEth(KEEP_CAP))
    await networkHelpers.time.increase(CACHE_SECONDS + 1)
    note('Balances.depositETH again, with refresh', 62_000, await depositEth(KEEP_CAP))

    const accounts = Array.from({ length: CHARGE_ROWS }, (_, i) => fixedWallet(`account ${i}`).address)
    const feePerAccount = 1_500_000n
    for (const account of accounts) {
      await networkHelpers.setBalance(account, parseEther('10'))
      await networkHelpers.impersonateAccount(account)
      const signer = await ethers.getSigner(account)
      await send(balances, signer, 'depositETH', [account, 1n, CAP_USD], { value: parseEther('0.0004') })
      await send(balances, alice, 'depositStable', [1_000_000n, account, KEEP_CAP])
    }
    const packed = concat(accounts.map((account) => packRow(account, feePerAccount)))
    await send(balances, operator, 'charge', [0, id('receipts 0'), packRow(aliceAddress, 1n)])
    const charge = await send(balances, operator, 'charge', [1, id('receipts 1'), packed])
    note(`Balances.charge, each of ${CHARGE_ROWS}`, 7_600, charge, CHARGE_ROWS)
    return figures
  } finally {
    await close()
  }
}
