import { computeAddress, Interface, id, SigningKey, ZeroAddress } from 'ethers'
import { artifacts } from 'hardhat'
import { admit, CHAIN_ID, type Chain, deploy, GENESIS_TIME, setTime } from '../framework/chain.ts'
import type { Model } from '../framework/model.ts'
import { createSigners, type Signer } from '../framework/signers.ts'
import { balancesFunctions } from './accounts.ts'
import { depositFunctions } from './deposits.ts'
import { drawBalancesStep } from './draw.ts'
import { list, ownerFunctions } from './owner.ts'
import { type BalancesState, ETH } from './state.ts'
import { coinFunctions, coinOf, createToken, feedFunctions, type TokensState, UNLIMITED } from './tokens.ts'
import { listBalancesViews } from './views.ts'

const STABLE_DECIMALS = 8n
const FEED_DECIMALS = 8n
const HEARTBEAT = 100_000n
/** What each account holds of each coin at first. */
const INITIAL_BALANCE = 10n ** 13n

const BALANCES_UNREACHABLE = {
  InvalidShortString: 'unreachable: only for a domain that does not fit a word',
  StringTooLong: 'unreachable: only for a domain that does not fit a word',
  OwnableInvalidOwner: 'unreachable: only in the constructor',
  InsufficientBalance: 'unreachable: no call sweeps more ETH than there is',
  SafeERC20FailedOperation: 'unreachable: no coin here says false',
  ReentrancyGuardReentrantCall: 'unreachable: no coin here calls back',
}

/** Balances on a fresh chain with a stablecoin, two tokens, feeds, a sequencer and Permit2. */
export async function createBalancesModel(chain: Chain): Promise<Model<BalancesState>> {
  const deployer = computeAddress(new SigningKey(id('deployer'))).toLowerCase()
  await admit(chain, deployer)
  await setTime(chain, GENESIS_TIME)
  const signers = await createSigners(chain, deployer)
  const make = (name: string, ...args: unknown[]) => deploy(chain, deployer, name, args)
  const stable = await make('MockUsd', STABLE_DECIMALS)
  const token = await make('MockUsd', 18n)
  const feeToken = await make('FeeCoin')
  const feeds = {
    etherFeed: await make('MockAggregator', FEED_DECIMALS, 2_000n * 10n ** 8n),
    tokenFeed: await make('MockAggregator', FEED_DECIMALS, 10n ** 8n),
    sequencer: await make('MockAggregator', 0n, 0n),
  }
  const permit2 = await make('MockPermit2')
  const of = (label: string) => signers.find((signer) => signer.label === label)?.address ?? ZeroAddress
  const settings = {
    assets: [
      [ETH, feeds.etherFeed, HEARTBEAT, 1n, 2n ** 96n - 1n],
      [token, feeds.tokenFeed, HEARTBEAT, 1n, 2n ** 96n - 1n],
    ] as const,
    operators: [[of('bob'), 10n ** 10n]] as const,
    issuer: [of('carol'), 100_000n, 50_000n] as const,
    treasurer: of('dave'),
  }
  const address = await make(
    'Balances',
    of('alice'),
    stable,
    feeds.sequencer,
    permit2,
    Object.values(settings),
  )

  const abiOf = async (name: string) => (await artifacts.readArtifact(name)).abi
  const errors = [...(await abiOf('MockUsd')), ...(await abiOf('MockPermit2'))].filter(
    ({ type }) => type === 'error',
  )
  const own = await abiOf('Balances')
  const known = new Set(own.map(({ name }) => name))
  const abi = new Interface([...own, ...errors.filter(({ name }) => !known.has(name))])
  const coin = new Interface(await abiOf('MockUsd'))
  const feed = new Interface(await abiOf('MockAggregator'))
  const coins = { stable, token, feeToken }

  const start = createState({
    owner: of('alice'),
    address,
    abi,
    stable,
    permit2,
    sequencer: feeds.sequencer,
    signers,
  })
  start.tokens.coins = new Map([
    [stable, createToken(STABLE_DECIMALS)],
    [token, createToken(18n)],
    [feeToken, createToken(6n, true)],
  ])
  for (const [feedAddress, decimals, answer] of [
    [feeds.etherFeed, FEED_DECIMALS, 2_000n * 10n ** 8n],
    [feeds.tokenFeed, FEED_DECIMALS, 10n ** 8n],
    [feeds.sequencer, 0n, 0n],
  ] as const) {
    start.tokens.feeds.set(feedAddress, {
      decimals,
      round: 1n,
      answer,
      updatedAt: await readUpdatedAt(chain, feed, feedAddress),
    })
  }
  for (const terms of settings.assets) list(start, terms)
  const [operator, ceiling] = settings.operators[0]
  start.operators.set(operator, { batch: 0n, day: 0n, chargedToday: 0n, ceiling, enabled: true })
  start.issuer = {
    account: settings.issuer[0],
    issueCents: settings.issuer[1],
    reverseCents: settings.issuer[2],
    day: 0n,
    issueLeft: 0n,
    reverseLeft: 0n,
  }
  start.treasurer = settings.treasurer

  for (const coinAddress of Object.values(coins)) {
    const held = coinOf(start.tokens, coinAddress)
    for (const { address: holder } of signers) {
      await run(chain, holder, coinAddress, coin.encodeFunctionData('mint', [holder, INITIAL_BALANCE]))
      held.balances.set(holder, INITIAL_BALANCE)
      for (const spender of [address, permit2]) {
        await run(chain, holder, coinAddress, coin.encodeFunctionData('approve', [spender, UNLIMITED]))
        held.allowances.set(`${holder} ${spender}`, UNLIMITED)
      }
    }
  }

  return {
    name: 'Balances',
    contracts: {
      balances: { address, abi },
      ...mapValues(coins, (at) => ({ address: at, abi: coin, silent: true })),
      ...mapValues(feeds, (at) => ({ address: at, abi: feed, silent: true })),
    },
    start,
    startTime: GENESIS_TIME + 86_400n,
    functions: {
      ...Object.fromEntries(
        Object.entries({ ...balancesFunctions, ...depositFunctions, ...ownerFunctions }).map(
          ([method, predict]) => [`balances.${method}`, predict],
        ),
      ),
      ...Object.assign(
        {},
        ...Object.entries(coins).map(([name, at]) => coinFunctions<BalancesState>(name, at)),
      ),
      ...Object.assign(
        {},
        ...Object.entries(feeds).map(([name, at]) => feedFunctions<BalancesState>(name, at)),
      ),
    },
    listViews: listBalancesViews,
    draw: drawBalancesStep,
    goals: [{ target: 'balances', abi: new Interface(own), unreachable: BALANCES_UNREACHABLE }],
    labels: Object.fromEntries([
      ...signers.map((signer) => [signer.address, signer.label]),
      ...Object.entries({ ...coins, ...feeds, permit2, balances: address }).map(([name, at]) => [at, name]),
    ]),
  }
}

function createState(known: {
  owner: string
  address: string
  abi: Interface
  stable: string
  permit2: string
  sequencer: string
  signers: readonly Signer[]
}): BalancesState {
  const { owner, ...fixed } = known
  const tokens: TokensState = { coins: new Map(), feeds: new Map(), permit2Nonces: new Set() }
  return {
    accounts: new Map(),
    principal: 0n,
    claimableStable: 0n,
    paused: false,
    operators: new Map(),
    issuer: {
      account: ZeroAddress,
      issueCents: 0n,
      reverseCents: 0n,
      day: 0n,
      issueLeft: 0n,
      reverseLeft: 0n,
    },
    assets: new Map(),
    prices: new Map(),
    claimable: new Map(),
    nonces: new Map(),
    treasurer: ZeroAddress,
    announced: new Map(),
    etherWei: 0n,
    tokens,
    owner,
    pendingOwner: ZeroAddress,
    fixed: Object.freeze({ ...fixed, chainId: CHAIN_ID, unit: 10n ** (STABLE_DECIMALS - 6n) }),
  }
}

async function run(chain: Chain, from: string, to: string, data: string): Promise<void> {
  const { ok } = await chain.execute({ from, to, data })
  if (!ok) throw new Error('a call of the set-up failed')
}

async function readUpdatedAt(chain: Chain, feed: Interface, address: string): Promise<bigint> {
  const call = { to: address, data: feed.encodeFunctionData('latestRoundData') }
  const answer = (await chain.request('eth_call', [call, 'latest'])) as string
  return feed.decodeFunctionResult('latestRoundData', answer)[3] as bigint
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
