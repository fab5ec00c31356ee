import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FunctionFragment } from 'ethers'
import fc from 'fast-check'
import { seed } from '../support/random.ts'
import { type Chain, startChain } from './subgraph-chain.ts'
import { compareWithViews } from './subgraph-compare.ts'
import { type Index, startIndex } from './subgraph-index.ts'
import { compareWithLogs } from './subgraph-logs.ts'
import { operationsOf } from './subgraph-operations.ts'
import { ownerOf } from './subgraph-operations-names.ts'
import { runScenario } from './subgraph-scenario.ts'

const ROUNDS = 8
const OPERATIONS = 60

let chain: Chain
let index: Index

before(async () => {
  chain = await startChain()
  index = await startIndex(chain)
})

after(async () => {
  await index?.close()
  await chain?.close()
})

test(`a random history leaves the same in the subgraph as in the contracts (SPACE_SEED=${seed})`, async (t) => {
  const operations = fc.sample(operationsOf(chain), { seed, numRuns: ROUNDS * OPERATIONS })
  let succeeded = 0
  await runScenario(chain)
  for (let round = 0; round < ROUNDS; round++) {
    for (const operate of operations.slice(round * OPERATIONS, (round + 1) * OPERATIONS))
      if (await operate()) succeeded++
    await index.sync()
    await compareWithViews(chain, index.query)
    await compareWithLogs(chain, index.query)
  }
  await renounceAll()
  await index.sync()
  await compareWithViews(chain, index.query)
  t.diagnostic(`${succeeded} of ${operations.length} operations went through`)
  t.diagnostic(`functions that never did: ${untried().join(', ') || 'none'}`)
  assert.ok(succeeded > operations.length / 3, 'too little happened to prove anything')
})

/** What can be done once and leaves no account that can do more. */
async function renounceAll(): Promise<void> {
  const { names, balances } = chain.contracts
  const policyOwner = await ownerOf(chain, names)
  assert.ok(await chain.send(policyOwner, names, 'freezePolicy', []))
  assert.ok(await chain.send(policyOwner, names, 'renounceOwnership', []))
  assert.ok(await chain.send(await ownerOf(chain, balances), balances, 'renounceOwnership', []))
}

/** Writes of the contracts that never went through in this history. */
function untried(): string[] {
  return Object.values(chain.contracts).flatMap((contract) => {
    const writes = contract.interface.fragments.filter(
      (fragment): fragment is FunctionFragment => fragment instanceof FunctionFragment && !fragment.constant,
    )
    return writes.map(({ name }) => name).filter((name) => !chain.counts.has(`${contract.target} ${name}`))
  })
}
