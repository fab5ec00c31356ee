import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runCampaign } from './framework/campaign.ts'
import { startEdr } from './framework/edr.ts'
import type { WorldMaker } from './framework/world.ts'
import { createGrantsWorld } from './grants/world.ts'
import { createNamesWorld } from './names/world.ts'

/** Repeat a run with SPACE_SEED. */
const seed = Number(process.env['SPACE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** Calls in all. From 50,000 on, everything that can be reached must have been. */
const calls = Number(process.env['SPACE_MODEL_CALLS'] ?? 2_000)
const isFull = calls >= 50_000

/** Each world with its share of the calls. */
const worlds: readonly (readonly [string, number, WorldMaker])[] = [
  ['Names', 0.25, createNamesWorld],
  ['Grants', 0.4, createGrantsWorld],
]

describe(`the EVM does what the models do (SPACE_SEED=${seed})`, () => {
  for (const [name, share, create] of worlds) {
    it(`${name}, ${Math.ceil(calls * share)} calls`, async () => {
      const chain = await startEdr()
      try {
        const world = await create(chain)
        const extent = { calls: Math.ceil(calls * share), perSequence: 400, perLook: 100 }
        const coverage = await runCampaign(chain, world, seed, extent)
        console.log(coverage.table(world))
        if (isFull) assert.deepEqual(coverage.missing(world), [])
      } finally {
        await chain.close()
      }
    })
  }
})
