import { type BaseContract, keccak256, solidityPacked, ZeroAddress } from 'ethers'
import fc, { type Arbitrary } from 'fast-check'
import { type Chain, ETH, timeOf } from './subgraph-chain.ts'
import { fixturesOf } from './subgraph-fixtures.ts'
import { digest, type Operation } from './subgraph-operations-grants.ts'
import { ownerOf, ownershipOperations } from './subgraph-operations-names.ts'
import { permitOperations } from './subgraph-operations-permits.ts'
import { LATEST, sign } from './subgraph-sign.ts'

const KEEP_CAP = 2n ** 48n - 1n

/** Operations of balances. */
export function balancesOperations(chain: Chain): Arbitrary<Operation> {
  return fc.oneof(
    { weight: 10, arbitrary: accountOperations(chain) },
    { weight: 4, arbitrary: signedOperations(chain) },
    { weight: 2, arbitrary: permitOperations(chain) },
    { weight: 4, arbitrary: operatorOperations(chain) },
    { weight: 6, arbitrary: ownerOperations(chain) },
  )
}

function accountOperations(chain: Chain): Arbitrary<Operation> {
  const { balances } = chain.contracts
  const { sender, operator, dollars, cap } = valuesOf(chain)
  const call =
    (by: string, name: string, args: unknown[], valueWei?: bigint): Operation =>
    () =>
      chain.send(by, balances, name, args, valueWei)
  return fc.oneof(
    fc
      .tuple(sender, sender, dollars, cap)
      .map(([by, to, usd, limit]) => call(by, 'depositStable', [usd, to, limit])),
    fc
      .tuple(sender, sender, dollars, cap)
      .map(([by, to, usd, limit]) => call(by, 'depositETH', [to, 0, limit], usd * 10n ** 9n)),
    fc
      .tuple(sender, sender, dollars, cap)
      .map(([by, to, usd, limit]) => call(by, 'depositToken', [chain.token.target, usd, to, 0, limit])),
    fc.tuple(sender, sender, dollars).map(([by, to, usd]) => call(by, 'withdraw', [usd, to])),
    fc.tuple(sender, cap).map(([by, limit]) => call(by, 'setCap', [limit])),
    fc
      .tuple(sender, dollars, digest, operator)
      .map(([by, usd, ref, payee]) => call(by, 'purchase', [usd, ref, payee])),
    fc.tuple(sender, nonceWord, nonceMask).map(([by, ...args]) => call(by, 'voidNonces', args)),
    fc.constant(async () => {
      await refreshFeeds(chain)
      return chain.send(chain.accounts[0] as string, balances, 'refreshPrice', [ETH])
    }),
  )
}

function signedOperations(chain: Chain): Arbitrary<Operation> {
  const { balances } = chain.contracts
  const { sender, operator, dollars, cap } = valuesOf(chain)
  const nonce = fc.bigInt({ min: 0n, max: 2n ** 64n })
  const deadline = LATEST
  return fc.oneof(
    fc.tuple(sender, sender, dollars, sender, nonce).map(
      ([by, account, usd, to, nonce]): Operation =>
        async () => {
          const message = { account, usd, to, nonce, deadline }
          const signature = await sign(chain, account, balances, 'Withdraw', message)
          return chain.send(by, balances, 'withdrawFor', [account, usd, to, nonce, deadline, signature])
        },
    ),
    fc.tuple(sender, sender, cap, nonce).map(
      ([by, account, cap, nonce]): Operation =>
        async () => {
          const [, , previous] = await chain.read(balances, 'accountOf', [account])
          const message = { account, previous, cap, nonce, deadline }
          const signature = await sign(chain, account, balances, 'SetCap', message)
          return chain.send(by, balances, 'setCapFor', [account, cap, nonce, deadline, signature])
        },
    ),
    fc.tuple(sender, dollars, digest, operator, nonce).map(
      ([account, amount, ref, payee, nonce]): Operation =>
        async () => {
          const message = { account, amount, ref, payee, nonce, deadline }
          const signature = await sign(chain, account, balances, 'Purchase', message)
          const args = [account, amount, ref, payee, nonce, deadline, signature]
          return chain.send(payee, balances, 'chargeBySig', args)
        },
    ),
    fc.tuple(sender, sender, fc.bigInt({ min: -60_000_000n, max: 60_000_000n })).map(
      ([by, account, delta]): Operation =>
        async () => {
          const [issuer] = await chain.read(balances, 'cardIssuer', [])
          if (issuer === ZeroAddress) return false
          const [, , , , last] = await chain.read(balances, 'accountOf', [account])
          const seq = (last as bigint) + 1n
          const message = { issuer, account, seq, delta, deadline }
          const signature = await sign(chain, issuer as string, balances, 'SyncCard', message)
          return chain.send(by, balances, 'syncCard', [account, seq, delta, deadline, signature])
        },
    ),
  )
}

function operatorOperations(chain: Chain): Arbitrary<Operation> {
  const { balances } = chain.contracts
  const { sender, operator, dollars } = valuesOf(chain)
  const row = fc.tuple(
    fc.oneof(sender, fc.constant(ZeroAddress)),
    fc.oneof(dollars, fc.constantFrom(0n, 2n ** 64n - 1n)),
  )
  return fc.oneof(
    fc.tuple(operator, digest, fc.array(row, { minLength: 1, maxLength: 12 })).map(
      ([by, root, rows]): Operation =>
        async () => {
          const [batch] = await chain.read(balances, 'operatorOf', [by])
          const types = rows.flatMap(() => ['address', 'uint64'])
          return chain.send(by, balances, 'charge', [batch, root, solidityPacked(types, rows.flat())])
        },
    ),
    fc.tuple(fc.constantFrom(ETH, 'coin', 'token'), sender, fc.integer({ min: 1, max: 4 })).map(
      ([which, to, part]): Operation =>
        async () => {
          const asset =
            which === 'coin' ? chain.deployment.coin : which === 'token' ? chain.token.target : which
          const [treasurer] = await chain.read(balances, 'treasurer', [])
          const [claimable] = await chain.read(balances, 'claimableOf', [asset])
          const args = [asset, (claimable as bigint) / BigInt(part), to]
          return chain.send(treasurer as string, balances, 'sweep', args)
        },
    ),
  )
}

/** Operations of the owner: calls that it announces and makes later, and those that work at once. */
function ownerOperations(chain: Chain): Arbitrary<Operation> {
  const { balances } = chain.contracts
  const { sender, operator, dollars } = valuesOf(chain)
  const as = async (call: string, args: unknown[]) =>
    chain.send(await ownerOf(chain, balances), balances, call, args)
  /** Calls that were announced. */
  const open: [string, unknown[]][] = []
  const cents = fc.integer({ min: 0, max: 20_000 })
  const later: Arbitrary<[string, unknown[]]> = fc.oneof(
    fc
      .tuple(operator, dollars)
      .map(([who, usd]): [string, unknown[]] => ['setOperator', [[who, usd * 1_000n]]]),
    fc
      .tuple(sender, cents, cents)
      .map(([who, issue, reverse]): [string, unknown[]] => ['setIssuer', [[who, issue, reverse]]]),
    sender.map((who): [string, unknown[]] => ['setTreasurer', [who]]),
    fc
      .tuple(fc.boolean(), fc.integer({ min: 1_000, max: 100_000 }))
      .map(([ether, heartbeat]): [string, unknown[]] => [
        'setAsset',
        [[ether ? ETH : chain.token.target, chain.deployment.feed, heartbeat, 1n, 10n ** 12n]],
      ]),
  )
  const atOnce: Arbitrary<[string, unknown[]]> = fc.oneof(
    { weight: 3, arbitrary: fc.boolean().map((paused): [string, unknown[]] => ['pauseIncoming', [paused]]) },
    { weight: 1, arbitrary: fc.constant<[string, unknown[]]>(['disableAsset', [chain.token.target]]) },
    { weight: 1, arbitrary: fc.constant<[string, unknown[]]>(['disableIssuer', []]) },
    { weight: 1, arbitrary: operator.map((who): [string, unknown[]] => ['disableOperator', [who]]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(operator, dollars)
        .map(([who, usd]): [string, unknown[]] => ['lowerCeiling', [who, usd * 10n]]),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(cents, cents).map((args): [string, unknown[]] => ['lowerIssuerCeilings', args]),
    },
  )
  return fc.oneof(
    {
      weight: 6,
      arbitrary: later.map(
        (call): Operation =>
          async () => {
            const announced = await as('announce', [encode(balances, call)])
            if (announced) open.push(call)
            return announced
          },
      ),
    },
    {
      weight: 8,
      arbitrary: fc.nat().map(
        (pick): Operation =>
          async () => {
            const call = open[pick % Math.max(open.length, 1)]
            return call !== undefined && as(...call)
          },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.nat().map(
        (pick): Operation =>
          async () => {
            const call = open[pick % Math.max(open.length, 1)]
            return call !== undefined && as('cancelAnnouncement', [keccak256(encode(balances, call))])
          },
      ),
    },
    {
      weight: 4,
      arbitrary: atOnce.map(
        (call): Operation =>
          () =>
            as(...call),
      ),
    },
    { weight: 1, arbitrary: ownershipOperations(chain, balances) },
  )
}

/** Makes the prices of now readable. */
export async function refreshFeeds(chain: Chain): Promise<void> {
  await chain.send(chain.accounts[0] as string, chain.feed, 'set', [2_000n * 10n ** 8n, await timeOf(chain)])
}

const nonceWord = fc.bigInt({ min: 0n, max: 2n ** 56n })
const nonceMask = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n })

function encode(contract: BaseContract, [call, args]: [string, unknown[]]): string {
  return contract.interface.encodeFunctionData(call, args)
}

function valuesOf(chain: Chain) {
  const fixtures = fixturesOf(chain)
  return {
    sender: fc.constantFrom(...fixtures.senders),
    operator: fc.constantFrom(...fixtures.operators),
    dollars: fc.bigInt({ min: 1n, max: 50_000_000n }),
    cap: fc.oneof(fc.constantFrom(0n, KEEP_CAP), fc.bigInt({ min: 1n, max: 200_000_000n })),
  }
}
