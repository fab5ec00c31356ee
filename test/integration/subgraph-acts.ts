import { keccak256, solidityPacked, ZeroAddress, ZeroHash } from 'ethers'
import fc, { type Arbitrary } from 'fast-check'
import { type Act, digest, grantsActs } from './subgraph-acts-grants.ts'
import { castOf } from './subgraph-cast.ts'
import { type Chain, ETH, timeOf } from './subgraph-chain.ts'

/** What people, operators and admins may come to try, allowed or not. */
export function actsOf(chain: Chain): Arbitrary<Act> {
  const single = fc.oneof(
    { weight: 3, arbitrary: namesActs(chain) },
    { weight: 6, arbitrary: balancesActs(chain) },
    { weight: 10, arbitrary: grantsActs(chain) },
  )
  /** Several in one block, where those that fail are mined as well. */
  const together = fc.array(single, { minLength: 2, maxLength: 5 }).map((acts) => async () => {
    await chain.provider.send('evm_setAutomine', [false])
    try {
      for (const act of acts) await act()
      await chain.provider.send('evm_mine', [])
    } finally {
      await chain.provider.send('evm_setAutomine', [true])
    }
    return true
  })
  /** An hour, a day, or more than a charging period passes. */
  const waiting = fc.constantFrom(3_600, 86_400, 2_700_000).map((seconds) => async () => {
    await chain.provider.send('evm_increaseTime', [seconds])
    await chain.provider.send('evm_mine', [])
    return true
  })
  return fc.oneof(
    { weight: 16, arbitrary: single },
    { weight: 3, arbitrary: together },
    { weight: 1, arbitrary: waiting },
  )
}

function namesActs(chain: Chain): Arbitrary<Act> {
  const { names } = chain.contracts
  const cast = castOf(chain)
  const person = fc.constantFrom(...cast.people)
  const name = fc.constantFrom(...cast.names)
  return fc.oneof(
    fc.tuple(person, name, digest, fc.nat({ max: 1 })).map(
      ([by, ...args]): Act =>
        () =>
          chain.send(by, names, 'register', args),
    ),
    fc.tuple(name, digest).map(
      ([word, key]): Act =>
        async () => {
          const [owner, epoch] = await chain.read(names, 'resolve', [word])
          return owner !== ZeroAddress && chain.send(owner as string, names, 'rotateKey', [word, epoch, key])
        },
    ),
    fc.tuple(person, fc.oneof(name, fc.constant(ZeroHash))).map(
      ([by, word]): Act =>
        () =>
          chain.send(by, names, 'setPrimary', [word]),
    ),
    fc.tuple(person, fc.nat({ max: 7 }), digest).map(
      ([by, kind, anchor]): Act =>
        async () => {
          const [version] = await chain.read(names, 'anchorOf', [by, kind])
          return chain.send(by, names, 'setAnchor', [kind, version, anchor])
        },
    ),
  )
}

function balancesActs(chain: Chain): Arbitrary<Act> {
  const { balances } = chain.contracts
  const cast = castOf(chain)
  const [owner] = cast.people as [string]
  const person = fc.constantFrom(...cast.people)
  const operator = fc.constantFrom(...cast.operators)
  const dollars = fc.bigInt({ min: 1n, max: 50_000_000n })
  const cap = fc.oneof(fc.constantFrom(0n, 2n ** 48n - 1n), fc.bigInt({ min: 1n, max: 200_000_000n }))
  const row = fc.tuple(
    fc.constantFrom(...cast.people, ZeroAddress),
    fc.oneof(dollars, fc.constantFrom(0n, 2n ** 64n - 1n)),
  )
  const call =
    (by: string, name: string, args: unknown[], valueWei?: bigint): Act =>
    () =>
      chain.send(by, balances, name, args, valueWei)
  /** The owner announces it, or does it when it was announced. */
  const announced =
    (name: string, args: unknown[]): Act =>
    async () => {
      const data = balances.interface.encodeFunctionData(name, args)
      const [due] = (await chain.read(balances, 'dueAt', [keccak256(data)])) as [bigint]
      const forgotten = due + 14n * 86_400n < BigInt(await timeOf(chain))
      if (due === 0n || forgotten) return chain.send(owner, balances, 'announce', [data])
      return chain.send(owner, balances, name, args)
    }
  return fc.oneof(
    fc
      .tuple(person, person, dollars, cap)
      .map(([by, to, usd, limit]) => call(by, 'depositStable', [usd, to, limit])),
    fc
      .tuple(person, person, dollars, cap)
      .map(([by, to, usd, limit]) => call(by, 'depositETH', [to, 0, limit], usd * 10n ** 9n)),
    fc.tuple(person, person, dollars).map(([by, to, usd]) => call(by, 'withdraw', [usd, to])),
    fc.tuple(person, cap).map(([by, limit]) => call(by, 'setCap', [limit])),
    fc
      .tuple(operator, fc.constantFrom(20_000_000n, 10_000_000_000n))
      .map(([who, ceiling]) => announced('setOperator', [[who, ceiling]])),
    fc.tuple(operator, digest, fc.array(row, { minLength: 1, maxLength: 12 })).map(
      ([by, root, rows]): Act =>
        async () => {
          const [batch] = await chain.read(balances, 'operatorOf', [by])
          const types = rows.flatMap(() => ['address', 'uint64'])
          return chain.send(by, balances, 'charge', [batch, root, solidityPacked(types, rows.flat())])
        },
    ),
    fc.bigInt({ min: 500n, max: 5_000n }).map(
      (price): Act =>
        async () => {
          await chain.send(owner, chain.feed, 'set', [price * 10n ** 8n, await timeOf(chain)])
          return chain.send(owner, balances, 'refreshPrice', [ETH])
        },
    ),
    fc
      .constantFrom(1_000, 100_000)
      .map((heartbeat) => announced('setAsset', [[ETH, chain.deployment.feed, heartbeat, 1n, 10n ** 12n]])),
  )
}
