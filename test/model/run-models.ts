import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBalancesWorld } from './balances/model.ts'
import { runCampaign } from './framework/campaign.ts'
import type { Chain } from './framework/chain.ts'
import type { WorldMaker } from './framework/model.ts'
import { createGrantsWorld } from './grants/model.ts'
import { createNamesWorld } from './names/model.ts'

/** Repeat a run with SPACE_SEED. */
const seed = Number(process.env['SPACE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** From so many calls on, everything that can be reached must have been. */
const FULL = 50_000

/** Each world with its share of the calls. */
const worlds: readonly (readonly [string, number, WorldMaker])[] = [
  ['Names', 0.25, createNamesWorld],
  ['Grants', 0.4, createGrantsWorld],
  ['Balances', 0.35, createBalancesWorld],
]

/** Plays every contract against its model on chains of one kind. */
export function playWorlds(evm: string, start: () => Promise<Chain>, calls: number): void {
  describe(`${evm} does what the models do (SPACE_SEED=${seed})`, () => {
    for (const [name, share, create] of worlds) {
      const part = Math.ceil(calls * share)
      it(`${name}, ${part} calls`, async () => {
        const chain = await start()
        try {
          const world = await create(chain)
          const coverage = await runCampaign(chain, world, seed, {
            calls: part,
            perSequence: 400,
            perLook: 100,
            untilComplete: calls >= FULL,
          })
          console.log(coverage.table(world))
          if (calls >= FULL) assert.deepEqual(coverage.missing(world), [])
        } finally {
          await chain.close()
        }
      })
    }
  })
}
