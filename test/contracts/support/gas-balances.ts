import type { BaseContract, ContractTransactionReceipt } from 'ethers'
import { concat, id, parseEther, Wallet } from 'ethers'
import { network } from 'hardhat'
import { FAR, settingsOf, signAuthorization, signForBalances, signPermit, signPermit2 } from './balances.ts'
import type { GasFigure } from './gas.ts'
import { ETH, KEEP_CAP, packRow, send } from './names-balances.ts'

const CAP_USD = 100_000_000n
const COINS = 50_000_000n
const CHARGE_ROWS = 100
const CACHE_SECONDS = 15 * 60
const HOUR_SECONDS = 3_600
const DAY_SECONDS = 86_400
const ETH_PRICE = 2_500_00000000n

type Bench = Awaited<ReturnType<typeof setUp>>

/**
 * Deploys Balances on the `local` network and measures its operations by receipts.
 *
 * Price feeds stand behind a proxy, as in production. First deposits also set the cap, later ones keep it. The rows of
 * the charge take from credit and from principal. All inputs are fixed, so a figure changes only with the code.
 */
export async function measureBalances(): Promise<GasFigure[]> {
  const bench = await setUp()
  try {
    await measureCoins(bench)
    await measureSignedDeposits(bench)
    await measurePriced(bench)
    await measureCards(bench)
    await measureCharges(bench)
    await measureSequencer(bench)
    return bench.figures
  } finally {
    await bench.close()
  }
}

async function setUp() {
  const { ethers, networkHelpers, close } = await network.create('local')
  const figures: GasFigure[] = []
  const note = (operation: string, bar: number, receipt: ContractTransactionReceipt, rows = 1) =>
    figures.push({ operation: `Balances.${operation}`, gas: Math.ceil(Number(receipt.gasUsed) / rows), bar })

  const [owner, alice, bob, carol, dave, erin, operator, issuer, treasurer] = await ethers.getSigners()
  if (!owner || !alice || !bob || !carol || !dave || !erin || !operator || !issuer || !treasurer)
    throw new Error('The local network has fewer than 9 accounts')
  const stable = await ethers.deployContract('MockUsd', [6])
  const token = await ethers.deployContract('MockUsd', [18])
  const permit2 = await ethers.deployContract('MockPermit2')
  const aggregator = await ethers.deployContract('MockAggregator', [8, ETH_PRICE])
  const feed = await ethers.deployContract('MockFeedProxy', [aggregator])
  const terms = { feed, heartbeat: HOUR_SECONDS, min: 1_00000000n, max: 100_000_00000000n }
  const settings = settingsOf({
    assets: [
      { asset: ETH, ...terms },
      { asset: token, ...terms },
    ],
    operators: [{ operator: operator.address, dailyCeiling: 1_000_000_000_000n }],
    issuer: { issuer: issuer.address, issueCents: 100_000_000n, reverseCents: 100_000_000n },
    treasurer: treasurer.address,
  })
  const deploy = (sequencerFeed: string) =>
    ethers.deployContract('Balances', [owner, stable, sequencerFeed, permit2, settings])
  const balances = await deploy(ethers.ZeroAddress)
  for (const holder of [alice, bob, dave, erin]) {
    await send(stable, owner, 'mint', [holder, 10_000_000_000n])
    await send(token, owner, 'mint', [holder, parseEther('100')])
  }
  for (const spender of [balances, permit2])
    await send(stable, alice, 'approve', [spender, ethers.MaxUint256])
  await send(stable, bob, 'approve', [balances, COINS * 20n])
  await send(token, alice, 'approve', [balances, ethers.MaxUint256])
  const write = (by: typeof alice, method: string, args: unknown[], value = 0n) =>
    send(balances, by, method, args, { value })
  // The contract holds coins and the books are open, as they are for all but the first user of a deployment. All that
  // bob has approved is used up.
  await write(bob, 'depositStable', [COINS * 20n, bob, KEEP_CAP])

  const accounts = { owner, alice, bob, carol, dave, erin, operator, issuer, treasurer }
  const mocks = { stable, token, permit2, aggregator }
  return { ethers, networkHelpers, close, figures, note, deploy, balances, write, ...accounts, ...mocks }
}

async function measureCoins({ note, write, owner, alice, bob, balances }: Bench) {
  const deposit = (cap: bigint) => write(alice, 'depositStable', [COINS, alice, cap])
  note('depositStable first', 77_000, await deposit(CAP_USD))
  note('depositStable again', 60_000, await deposit(KEEP_CAP))
  note('withdraw to a holder', 52_500, await write(alice, 'withdraw', [COINS / 2n, alice]))
  const newHolder = fixedWallet('new holder').address
  note('withdraw to a new holder', 69_200, await write(alice, 'withdraw', [COINS / 4n, newHolder]))
  const withdrawFor = async (nonce: bigint) => {
    const message = { account: bob.address, usd: COINS, to: bob.address, nonce, deadline: FAR }
    const signature = await signForBalances(balances, bob, 'Withdraw', message)
    return write(owner, 'withdrawFor', [...Object.values(message), signature])
  }
  note('withdrawFor, first of 256 nonces', 82_400, await withdrawFor(0n))
  note('withdrawFor', 64_800, await withdrawFor(1n))

  note('setCap', 29_000, await write(alice, 'setCap', [2n * CAP_USD]))
  const message = { account: alice.address, previous: 2n * CAP_USD, cap: CAP_USD, nonce: 0n, deadline: FAR }
  const signature = await signForBalances(balances, alice, 'SetCap', message)
  const { previous: _read, ...args } = message
  await write(alice, 'voidNonces', [0n, 2n])
  note('setCapFor', 41_500, await write(owner, 'setCapFor', [...Object.values(args), signature]))
}

async function measureSignedDeposits({ note, write, owner, alice, bob, dave, erin, ...bench }: Bench) {
  const { stable, permit2, balances } = bench
  const spender = await balances.getAddress()
  const token = await stable.getAddress()

  const permitted = async (by: typeof bob, nonce: bigint) => {
    const signature = await signPermit(stable, by, spender, COINS, nonce)
    return write(by, 'depositWithPermit', [COINS, by, KEEP_CAP, FAR, signature])
  }
  note('depositWithPermit first, first permit', 108_500, await permitted(erin, 0n))
  note('depositWithPermit again, first permit', 88_000, await permitted(bob, 0n))
  note('depositWithPermit again', 74_800, await permitted(bob, 1n))

  const throughPermit2 = async (nonce: bigint) => {
    const witness = { to: alice.address, minUsd: COINS, cap: KEEP_CAP }
    const permit = { permitted: { token, amount: COINS }, nonce, deadline: FAR }
    const signature = await signPermit2(permit2, alice, spender, permit, witness)
    return write(owner, 'depositWithPermit2', [alice, permit, alice, COINS, KEEP_CAP, signature])
  }
  note('depositWithPermit2, first of 256 nonces', 97_000, await throughPermit2(0n))
  note('depositWithPermit2', 79_500, await throughPermit2(1n))

  const authorized = async (seed: string, cap: bigint) => {
    const deposit = { to: dave.address, value: COINS, cap, salt: id(seed) }
    const signature = await signAuthorization(stable, dave, spender, deposit)
    const authorization = { amount: COINS, validAfter: 0, validBefore: FAR, salt: deposit.salt }
    return write(owner, 'depositWithAuthorization', [dave, authorization, dave, cap, signature])
  }
  note('depositWithAuthorization first', 105_700, await authorized('salt 1', CAP_USD))
  note('depositWithAuthorization again', 86_500, await authorized('salt 2', KEEP_CAP))
}

async function measurePriced({ note, write, owner, alice, carol, token, networkHelpers }: Bench) {
  const depositEth = (cap: bigint) =>
    write(carol, 'depositETH', [carol, 49_000_000n, cap], parseEther('0.02'))
  await write(owner, 'refreshPrice', [ETH])
  note('depositETH first, cached price', 53_000, await depositEth(CAP_USD))
  note('depositETH again, cached price', 35_500, await depositEth(KEEP_CAP))
  const depositToken = () => write(alice, 'depositToken', [token, parseEther('0.01'), alice, 1n, KEEP_CAP])
  await depositToken()
  note('depositToken again, cached price', 63_500, await depositToken())
  await networkHelpers.time.increase(CACHE_SECONDS + 1)
  note('depositETH again, with refresh', 62_000, await depositEth(KEEP_CAP))
  note('refreshPrice', 52_700, await write(owner, 'refreshPrice', [ETH]))
}

async function measureCards({ note, write, balances, owner, carol, issuer, networkHelpers }: Bench) {
  const voucher = async (account: string, seq: number, delta: bigint) => {
    const message = { issuer: issuer.address, account, seq, delta, deadline: FAR }
    const signature = await signForBalances(balances, issuer, 'SyncCard', message)
    return write(owner, 'syncCard', [account, seq, delta, FAR, signature])
  }
  const fresh = fixedWallet('card holder').address
  await voucher(carol.address, 1, 10_000_000n)
  note('syncCard first', 55_000, await voucher(fresh, 1, 10_000_000n))
  note('syncCard again', 38_000, await voucher(fresh, 2, 10_000_000n))
  note('syncCard, chargeback', 42_900, await voucher(fresh, 3, -10_000_000n))
  await networkHelpers.time.increase(DAY_SECONDS)
  note('syncCard, first of a day', 44_900, await voucher(fresh, 4, 10_000_000n))
}

async function measureCharges({
  ethers,
  note,
  write,
  balances,
  aggregator,
  networkHelpers,
  ...bench
}: Bench) {
  const { owner, alice, bob, operator, treasurer, stable } = bench
  await send(aggregator, owner, 'set', [ETH_PRICE, await networkHelpers.time.latest()])
  const accounts = Array.from({ length: CHARGE_ROWS }, (_, i) => fixedWallet(`account ${i}`).address)
  for (const account of accounts) {
    await networkHelpers.setBalance(account, parseEther('10'))
    await networkHelpers.impersonateAccount(account)
    const signer = await ethers.getSigner(account)
    await write(signer, 'depositETH', [account, 1n, CAP_USD], parseEther('0.0004'))
    await write(alice, 'depositStable', [1_000_000n, account, KEEP_CAP])
  }
  const packed = concat(accounts.map((account) => packRow(account, 1_500_000n)))
  await write(operator, 'charge', [0, id('receipts 0'), packRow(alice.address, 1n)])
  const charge = await write(operator, 'charge', [1, id('receipts 1'), packed])
  note(`charge, each of ${CHARGE_ROWS}`, 7_600, charge, CHARGE_ROWS)

  const ref = id('invoice')
  note('purchase', 33_700, await write(alice, 'purchase', [1_000_000n, ref, operator]))
  const message = {
    account: bob.address,
    amount: 1_000_000n,
    ref,
    payee: operator.address,
    nonce: 2n,
    deadline: FAR,
  }
  const signature = await signForBalances(balances, bob, 'Purchase', message)
  note('chargeBySig', 51_600, await write(operator, 'chargeBySig', [...Object.values(message), signature]))

  note('sweep of the coin', 49_900, await write(treasurer, 'sweep', [stable, 1_000_000n, bob]))
  note('sweep of ETH', 38_400, await write(treasurer, 'sweep', [ETH, parseEther('0.01'), bob]))
}

/** The uptime feed stands behind a proxy too. */
async function measureSequencer({ ethers, note, deploy, owner, aggregator, networkHelpers }: Bench) {
  const uptime = await ethers.deployContract('MockAggregator', [0, 0n])
  const proxy = await ethers.deployContract('MockFeedProxy', [uptime])
  const onLayer2: BaseContract = await deploy(await proxy.getAddress())
  await networkHelpers.time.increase(HOUR_SECONDS)
  await send(aggregator, owner, 'set', [ETH_PRICE, await networkHelpers.time.latest()])
  await send(onLayer2, owner, 'refreshPrice', [ETH])
  await networkHelpers.time.increase(CACHE_SECONDS)
  note('refreshPrice under a sequencer', 70_700, await send(onLayer2, owner, 'refreshPrice', [ETH]))
}

/** A wallet that is the same in every run, so that calldata and gas are too. */
function fixedWallet(seed: string): Wallet {
  return new Wallet(id(seed))
}
