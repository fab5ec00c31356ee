import assert from 'node:assert/strict'
import { concat, id, keccak256, MaxUint256, parseEther, ZeroAddress, ZeroHash } from 'ethers'
import fc from 'fast-check'
import { network } from 'hardhat'
import { seed } from '../support/random.ts'
import { FAR, settingsOf, signForBalances } from './support/balances.ts'
import { expectRefusal } from './support/expect-refusal.ts'
import { ETH, KEEP_CAP, packRow, send } from './support/names-balances.ts'
import { BalancesReplay } from './support/replay-balances.ts'

const DAY_SECONDS = 86_400
const PRICE = 2_500_00000000n
const USERS = 3

const user = fc.nat(USERS - 1)
const cap = fc.oneof(fc.constant(KEEP_CAP), fc.bigInt(0n, 100_000_000n))
const usd = fc.bigInt(0n, 60_000_000n)
const cents = fc.bigInt(0n, 20_000n)
const operation = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('depositStable' as const), from: user, to: user, usd, cap }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('depositETH' as const), from: user, to: user, usd, cap }),
  },
  fc.record({ type: fc.constant('depositToken' as const), from: user, to: user, usd, cap }),
  fc.record({ type: fc.constant('withdraw' as const), from: user, to: user, usd }),
  fc.record({ type: fc.constant('setCap' as const), from: user, cap }),
  fc.record({ type: fc.constant('purchase' as const), from: user, usd }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('charge' as const),
      rows: fc.array(fc.tuple(user, usd), { minLength: 1, maxLength: 20 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('syncCard' as const), to: user, usd, reverses: fc.boolean() }),
  },
  fc.record({ type: fc.constant('sweep' as const), what: fc.nat(2), part: fc.nat(4) }),
  fc.record({ type: fc.constant('wait' as const), seconds: fc.nat(40 * DAY_SECONDS) }),
  fc.record({ type: fc.constant('pauseIncoming' as const), paused: fc.boolean() }),
  fc.record({ type: fc.constant('lower' as const), usd, issueCents: cents, reverseCents: cents }),
  fc.record({ type: fc.constant('disable' as const), what: fc.nat(5) }),
  fc.record({ type: fc.constant('announce' as const), what: fc.nat(3), applies: fc.nat(3) }),
)

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

describe(`Balances: replay (SPACE_SEED=${seed})`, function () {
  this.timeout(300_000)

  it('M11: rebuilds every word but the nonces from events alone', async () => {
    const { ethers, networkHelpers, close } = await network.create('local')
    const [owner, operator, issuer, treasurer, ...users] = (await ethers.getSigners()).slice(0, 4 + USERS)
    assert.ok(owner && operator && issuer && treasurer && users.length === USERS)
    const signerAt = (index: number) => users[index] ?? owner
    const reached = new Set<string>()

    const run = async (operations: Operation[]) => {
      const coin = await ethers.deployContract('MockUsd', [6])
      const token = await ethers.deployContract('MockUsd', [18])
      const feed = await ethers.deployContract('MockAggregator', [8, PRICE])
      const terms = { feed: await feed.getAddress(), heartbeat: 3600, min: 1n, max: 10n ** 20n }
      const assets = [ETH, token].map((asset) => ({ asset, ...terms }))
      const settings = settingsOf({
        assets,
        operators: [{ operator, dailyCeiling: 10n ** 9n }],
        issuer: { issuer: issuer.address, issueCents: 20_000n, reverseCents: 20_000n },
        treasurer: treasurer.address,
      })
      const balances = await ethers.deployContract('Balances', [
        owner,
        coin,
        ZeroAddress,
        ZeroAddress,
        settings,
      ])
      for (const signer of users) {
        for (const asset of [coin, token]) {
          await send(asset, owner, 'mint', [signer, 10n ** 24n])
          await send(asset, signer, 'approve', [balances, MaxUint256])
        }
      }
      const call = (by: typeof owner, method: string, args: unknown[], value = 0n) =>
        send(balances, by, method, args, { value })

      /** What the owner can announce: a word in each mapping and each role. */
      const announced: [string, unknown[]][] = [
        ['setOperator', [{ operator: operator.address, dailyCeiling: 5n * 10n ** 8n }]],
        ['setAsset', [{ asset: ETH, ...terms, heartbeat: 7200 }]],
        ['setIssuer', [{ issuer: issuer.address, issueCents: 30_000n, reverseCents: 10_000n }]],
        ['setTreasurer', [treasurer.address]],
      ]
      const perform = async (operation: Operation): Promise<unknown> => {
        switch (operation.type) {
          case 'depositStable':
            return call(signerAt(operation.from), 'depositStable', [
              operation.usd,
              signerAt(operation.to),
              operation.cap,
            ])
          case 'depositETH': {
            const value = operation.usd * 400_000_000n
            return call(
              signerAt(operation.from),
              'depositETH',
              [signerAt(operation.to), 0n, operation.cap],
              value,
            )
          }
          case 'depositToken': {
            const amount = operation.usd * 400_000_000n
            return call(signerAt(operation.from), 'depositToken', [
              token,
              amount,
              signerAt(operation.to),
              0n,
              operation.cap,
            ])
          }
          case 'withdraw':
            return call(signerAt(operation.from), 'withdraw', [operation.usd, signerAt(operation.to)])
          case 'setCap':
            return call(signerAt(operation.from), 'setCap', [operation.cap])
          case 'purchase':
            return call(signerAt(operation.from), 'purchase', [operation.usd, id('ref'), operator])
          case 'charge': {
            const { batch } = await balances.getFunction('operatorOf').staticCall(operator)
            const rows = operation.rows.map(([index, amount]) => packRow(signerAt(index).address, amount))
            return call(operator, 'charge', [batch, ZeroHash, concat(rows)])
          }
          case 'syncCard': {
            const account = signerAt(operation.to).address
            const { cardSeq } = await balances.getFunction('accountOf').staticCall(account)
            const [seq, delta] = [cardSeq + 1n, operation.reverses ? -operation.usd : operation.usd]
            const message = { issuer: issuer.address, account, seq, delta, deadline: FAR }
            const signature = await signForBalances(balances, issuer, 'SyncCard', message)
            return call(owner, 'syncCard', [account, seq, delta, FAR, signature])
          }
          case 'sweep': {
            const asset = [coin, token, ETH][operation.what]
            const most = await balances.getFunction('claimableOf').staticCall(asset)
            return call(treasurer, 'sweep', [asset, (most * BigInt(operation.part)) / 3n, treasurer])
          }
          case 'wait': {
            await networkHelpers.time.increase(operation.seconds + 1)
            return send(feed, owner, 'set', [PRICE, await networkHelpers.time.latest()])
          }
          case 'pauseIncoming':
            return call(owner, 'pauseIncoming', [operation.paused])
          case 'lower': {
            await call(owner, 'lowerIssuerCeilings', [operation.issueCents, operation.reverseCents])
            return call(owner, 'lowerCeiling', [operator, operation.usd])
          }
          case 'disable': {
            if (operation.what === 0) return call(owner, 'disableOperator', [operator])
            if (operation.what === 1) return call(owner, 'disableAsset', [ETH])
            if (operation.what === 2) return call(owner, 'disableIssuer', [])
            if (operation.what === 3) return call(owner, 'transferOwnership', [signerAt(0)])
            return call(signerAt(0), 'voidNonces', [operation.what, 1n])
          }
          case 'announce': {
            const [method, args] = announced[operation.what] ?? ['', []]
            const data = balances.interface.encodeFunctionData(method, args)
            await call(owner, 'announce', [data])
            if (operation.applies === 0) return call(owner, 'cancelAnnouncement', [keccak256(data)])
            if (operation.applies === 1) return undefined
            await networkHelpers.time.increase(2 * DAY_SECONDS)
            await send(feed, owner, 'set', [PRICE, await networkHelpers.time.latest()])
            return call(owner, method, args)
          }
        }
      }
      for (const operation of operations) {
        await perform(operation).then(
          () => reached.add(operation.type),
          (error: unknown) => expectRefusal(balances, error),
        )
      }

      const replay = new BalancesReplay()
      const address = await balances.getAddress()
      for (const log of await ethers.provider.getLogs({ address, fromBlock: 0 })) {
        const event = balances.interface.parseLog(log)
        assert.ok(event !== null)
        const block = await ethers.provider.getBlock(log.blockNumber)
        replay.apply(event, BigInt(block?.timestamp ?? 0))
      }
      for (const [slot, word] of replay.words) {
        assert.equal(BigInt(await ethers.provider.getStorage(address, slot)), word, `slot ${slot}`)
      }
      // Ten words stand at the least: owner, totals, operator, issuer and limits, treasurer, two assets with bounds.
      assert.ok(replay.words.size >= 10)
    }
    try {
      for (const { address } of users) await networkHelpers.setBalance(address, parseEther('1000'))
      await fc.assert(fc.asyncProperty(fc.array(operation, { minLength: 60, maxLength: 100 }), run), {
        seed,
        numRuns: 6,
        endOnFailure: true,
      })
      assert.equal(reached.size, 14, `operations that went through: ${[...reached].join(', ')}`)
    } finally {
      await close()
    }
  })
})
