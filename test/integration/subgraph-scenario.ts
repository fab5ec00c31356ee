import assert from 'node:assert/strict'
import { type BaseContract, keccak256, ZeroAddress } from 'ethers'
import { type Chain, ETH, timeOf } from './subgraph-chain.ts'
import { fixturesOf } from './subgraph-fixtures.ts'
import { refreshFeeds } from './subgraph-operations-balances.ts'
import { ownerOf } from './subgraph-operations-names.ts'

const TWO_DAYS = 172_800
const KEY = `0x${'11'.repeat(32)}`

/** What needs several steps in the right order, which random histories seldom find. Every step must go through. */
export async function runScenario(chain: Chain): Promise<void> {
  await recoverNames(chain)
  await transferOwnership(chain, chain.contracts.names)
  await transferOwnership(chain, chain.contracts.balances)
  await changeSettings(chain)
}

async function recoverNames(chain: Chain): Promise<void> {
  const { names } = chain.contracts
  const [alice, bob, carol] = fixturesOf(chain).senders as [string, string, string]
  const [name] = fixturesOf(chain).names as [string]
  const as = (by: string, call: string, ...args: unknown[]) => must(chain, by, names, call, args)

  await as(alice, 'register', name, KEY, 1)
  await as(alice, 'setRecovery', name, bob, TWO_DAYS, 0)
  await as(bob, 'startRecovery', name, carol, KEY)
  await as(alice, 'cancelRecovery', name)
  await as(bob, 'startRecovery', name, carol, KEY)
  await wait(chain, TWO_DAYS)
  await as(alice, 'finishRecovery', name, carol, KEY)
  await as(carol, 'removeRecovery', name)
  await wait(chain, TWO_DAYS)
  await as(carol, 'removeRecovery', name)
  await as(carol, 'setRecovery', name, bob, TWO_DAYS, 0)
  await as(bob, 'startRecovery', name, alice, KEY)
  await as(bob, 'removeRecovery', name)
  await as(carol, 'offer', name, bob, 1, (await timeOf(chain)) + TWO_DAYS)
  await as(carol, 'offer', name, alice, 2, (await timeOf(chain)) + TWO_DAYS)
  await as(alice, 'accept', name, KEY)

  const owner = await ownerOf(chain, names)
  await as(owner, 'announcePolicy', ZeroAddress)
  await wait(chain, TWO_DAYS)
  await as(owner, 'applyPolicy', ZeroAddress)
}

async function transferOwnership(chain: Chain, contract: BaseContract): Promise<void> {
  const [, , , to] = fixturesOf(chain).senders as [string, string, string, string]
  await must(chain, await ownerOf(chain, contract), contract, 'transferOwnership', [to])
  await must(chain, to, contract, 'acceptOwnership', [])
}

async function changeSettings(chain: Chain): Promise<void> {
  const { balances } = chain.contracts
  const [alice, bob] = fixturesOf(chain).senders as [string, string]
  const [operator] = fixturesOf(chain).operators as [string]
  const owner = await ownerOf(chain, balances)
  const token = chain.token.target
  const as = (by: string, call: string, ...args: unknown[]) => must(chain, by, balances, call, args)
  const calls: [string, unknown[]][] = [
    ['setIssuer', [[alice, 5_000, 3_000]]],
    ['setTreasurer', [bob]],
    ['setOperator', [[operator, 10n ** 10n]]],
    ['setAsset', [[token, chain.deployment.feed, 86_400, 1n, 10n ** 12n]]],
  ]
  const announceAll = async () => {
    for (const [call, args] of calls)
      await as(owner, 'announce', balances.interface.encodeFunctionData(call, args))
  }
  const applyAll = async () => {
    await wait(chain, TWO_DAYS)
    for (const [call, args] of calls) await as(owner, call, ...args)
  }

  await announceAll()
  await as(owner, 'cancelAnnouncement', keccak256(balances.interface.encodeFunctionData(...first(calls))))
  await announceAll()
  await applyAll()
  await refreshFeeds(chain)
  await as(alice, 'depositToken', token, 1_000_000n, alice, 0, 2n ** 48n - 1n)
  await as(alice, 'depositStable', 1_000_000n, alice, 50_000_000n)
  await as(alice, 'purchase', 2_000_900_000n, KEY, operator)
  for (const asset of [token, chain.deployment.coin]) await as(bob, 'sweep', asset, 1, bob)
  await as(owner, 'lowerCeiling', operator, 10n ** 9n)
  await as(owner, 'lowerIssuerCeilings', 4_000, 2_000)
  await as(owner, 'pauseIncoming', true)
  await as(owner, 'pauseIncoming', false)
  await as(alice, 'refreshPrice', ETH)
  await as(owner, 'disableAsset', token)
  await as(owner, 'disableOperator', operator)
  await as(owner, 'disableIssuer')
  // The histories that follow need them again.
  await announceAll()
  await applyAll()
  await refreshFeeds(chain)
}

async function must(
  chain: Chain,
  by: string,
  contract: BaseContract,
  call: string,
  args: unknown[],
): Promise<void> {
  assert.ok(await chain.send(by, contract, call, args), `${call} was refused`)
}

async function wait(chain: Chain, seconds: number): Promise<void> {
  await chain.provider.send('evm_increaseTime', [seconds])
  await chain.provider.send('evm_mine', [])
}

function first<T>([item]: T[]): T {
  return item as T
}
