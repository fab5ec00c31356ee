import assert from 'node:assert/strict'
import type { LogDescription } from 'ethers'
import { AbiCoder, concat, dataSlice, getAddress, getBytes, keccak256, ZeroAddress, ZeroHash } from 'ethers'
import fc from 'fast-check'
import { network } from 'hardhat'
import { settingsOf } from './support/balances.ts'
import { ETH, KEEP_CAP, packRow, send } from './support/names-balances.ts'

/** Storage slot of the account words; Ownable2Step and EIP712 have two each before. */
const ACCOUNT_SLOT = 4n
const PERIOD_SECONDS = 2_592_000n
const ROW_BYTES = 28
const USERS = 3

const user = fc.nat(USERS - 1)
const cap = fc.oneof(fc.constant(KEEP_CAP), fc.bigInt(0n, 100_000_000n))
const usd = fc.bigInt(0n, 60_000_000n)
const act = fc.oneof(
  fc.record({ type: fc.constant('depositStable' as const), from: user, to: user, usd, cap }),
  fc.record({ type: fc.constant('depositETH' as const), from: user, to: user, usd, cap }),
  fc.record({ type: fc.constant('withdraw' as const), from: user, to: user, usd }),
  fc.record({ type: fc.constant('setCap' as const), from: user, cap }),
  fc.record({
    type: fc.constant('charge' as const),
    rows: fc.array(fc.tuple(user, usd), { minLength: 1, maxLength: 20 }),
  }),
  fc.record({ type: fc.constant('wait' as const), seconds: fc.nat(Number(PERIOD_SECONDS)) }),
)

type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** An account's word, taken apart. */
interface Account {
  credit: bigint
  principal: bigint
  cap: bigint
  spent: bigint
  period: bigint
  cardSeq: bigint
}

/** What an indexer knows: accounts and totals made from events and block times alone. */
class BalancesReplay {
  readonly accounts = new Map<string, Account>()
  earned = 0n

  apply(event: LogDescription, blockTime: bigint) {
    const { args } = event
    if (event.name === 'Credited' || event.name === 'Withdrawn') {
      this.accounts.set(args.account, parseWord(args.word))
    } else if (event.name === 'CapSet') {
      this.accounts.set(args.account, { ...this.accountOf(args.account), cap: args.cap })
    } else if (event.name === 'Charged') {
      this.#charge(args.packed, getBytes(args.skipped), blockTime / PERIOD_SECONDS)
    } else {
      assert.ok(event.name === 'PriceRefreshed', `Unexpected event ${event.name}`)
    }
  }

  accountOf(address: string): Account {
    return this.accounts.get(address) ?? parseWord(0n)
  }

  #charge(packed: string, skipped: Uint8Array, period: bigint) {
    const rows = getBytes(packed).length / ROW_BYTES
    assert.equal(skipped.length, Math.ceil(rows / 8))
    for (let i = 0; i < rows; i++) {
      if (((skipped[i >> 3] ?? 0) >> (i & 7)) & 1) continue
      const start = i * ROW_BYTES
      const address = getAddress(dataSlice(packed, start, start + 20))
      const amount = BigInt(dataSlice(packed, start + 20, start + ROW_BYTES))
      const before = this.accountOf(address)
      const prepaid = before.credit > 0n ? before.credit : 0n
      const fromCredit = amount < prepaid ? amount : prepaid
      this.earned += amount - fromCredit
      this.accounts.set(address, {
        ...before,
        credit: before.credit - fromCredit,
        principal: before.principal - (amount - fromCredit),
        spent: (before.period === period ? before.spent : 0n) + amount,
        period,
      })
    }
  }
}

function parseWord(word: bigint): Account {
  const field = (shift: bigint, bits: bigint) => BigInt.asUintN(Number(bits), word >> shift)
  return {
    credit: BigInt.asIntN(56, word),
    principal: field(56n, 56n),
    cap: field(112n, 48n),
    spent: field(160n, 48n),
    period: field(208n, 16n),
    cardSeq: field(224n, 32n),
  }
}

describe('Balances: replay', () => {
  it('M11: rebuilds every account and the totals from events alone', async () => {
    const { ethers, networkHelpers, close } = await network.create('local')
    const [owner, operator, ...rest] = await ethers.getSigners()
    const users = rest.slice(0, USERS)
    assert.ok(owner && operator && users.length === USERS)

    const run = async (acts: Act[]) => {
      const coin = await ethers.deployContract('MockUsd', [6])
      const feed = await ethers.deployContract('MockAggregator', [8, 2_500_00000000n])
      const balances = await ethers.deployContract('Balances', [
        owner,
        coin,
        ZeroAddress,
        ZeroAddress,
        settingsOf({
          assets: [{ asset: ETH, feed, heartbeat: 3600, min: 1n, max: 10n ** 20n }],
          operators: [{ operator, dailyCeiling: 10n ** 12n }],
        }),
      ])
      for (const signer of users) {
        await send(coin, owner, 'mint', [signer, 10n ** 12n])
        await send(coin, signer, 'approve', [balances, ethers.MaxUint256])
      }
      const replay = new BalancesReplay()
      let batch = 0
      let tolerated = 0
      for (const act of acts) {
        if (act.type === 'wait') {
          const time = (await networkHelpers.time.latest()) + act.seconds + 1
          await networkHelpers.time.setNextBlockTimestamp(time)
          await send(feed, owner, 'set', [2_500_00000000n, time])
          continue
        }
        const sender = act.type === 'charge' ? operator : signerAt(act.from)
        const { args, value } = callOf(act)
        const receipt = await send(balances, sender, act.type, args, { value }).catch((error: unknown) => {
          assert.match(String(error), /BalancesShort|BalancesRange/)
          tolerated++
        })
        if (!receipt) continue
        if (act.type === 'charge') batch++
        const block = await receipt.getBlock()
        for (const log of receipt.logs) {
          const event = balances.interface.parseLog(log)
          if (event) replay.apply(event, BigInt(block.timestamp))
        }
      }
      assert.ok(tolerated < acts.length)

      let principal = 0n
      for (const { address } of users) {
        const slot = keccak256(
          AbiCoder.defaultAbiCoder().encode(['address', 'uint256'], [address, ACCOUNT_SLOT]),
        )
        const word = BigInt(await ethers.provider.getStorage(await balances.getAddress(), slot))
        assert.deepEqual(replay.accountOf(address), parseWord(word), `account ${address}`)
        principal += replay.accountOf(address).principal
      }
      const totals = await balances.getFunction('totals').staticCall()
      assert.deepEqual([...totals], [principal, replay.earned, false])

      function callOf(act: Exclude<Act, { type: 'wait' }>): { args: unknown[]; value: bigint } {
        switch (act.type) {
          case 'depositStable':
            return { args: [act.usd, signerAt(act.to), act.cap], value: 0n }
          case 'depositETH':
            return { args: [signerAt(act.to), 0n, act.cap], value: act.usd * 400_000_000n }
          case 'withdraw':
            return { args: [act.usd, signerAt(act.to)], value: 0n }
          case 'setCap':
            return { args: [act.cap], value: 0n }
          case 'charge': {
            const rows = act.rows.map(([index, amount]) => packRow(signerAt(index).address, amount))
            return { args: [batch, ZeroHash, concat(rows)], value: 0n }
          }
        }
      }
    }
    const signerAt = (index: number) => {
      const signer = users[index]
      assert.ok(signer)
      return signer
    }
    try {
      await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 40, maxLength: 80 }), run), { numRuns: 5 })
    } finally {
      await close()
    }
  })
})
