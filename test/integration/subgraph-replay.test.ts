import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { actsOf } from './subgraph-acts.ts'
import { type Chain, startChain } from './subgraph-chain.ts'
import { compareWithViews } from './subgraph-compare.ts'
import { type Index, startIndex } from './subgraph-index.ts'
import { compareWithLogs } from './subgraph-logs.ts'

/** Repeat a run with SPACE_SEED. */
const seed = Number(process.env.SPACE_SEED ?? Math.floor(Math.random() * 2 ** 31))
const ROUNDS = 3
const ACTS = 120

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
  const acts = fc.sample(actsOf(chain), { seed, numRuns: ROUNDS * ACTS })
  let succeeded = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const act of acts.slice(round * ACTS, (round + 1) * ACTS)) if (await act()) succeeded++
    await index.sync()
    await compareWithViews(chain, index.query)
    await compareWithLogs(chain, index.query)
  }
  t.diagnostic(`${succeeded} of ${acts.length} acts went through`)
  assert.ok(succeeded > acts.length / 3, 'too little happened to prove anything')
})
