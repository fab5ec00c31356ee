import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seed } from '../support/random.ts'
import { createBalancesModel } from './balances/model.ts'
import { runCampaign } from './framework/campaign.ts'
import type { Chain } from './framework/chain.ts'
import type { ModelFactory } from './framework/model.ts'
import { createGrantsModel } from './grants/model.ts'
import { createNamesModel } from './names/model.ts'

/** From so many calls on, everything that can be reached must have been. */
const FULL = 50_000

/** Each model with its share of the calls. */
const models: readonly (readonly [string, number, ModelFactory])[] = [
  ['Names', 0.25, createNamesModel],
  ['Grants', 0.4, createGrantsModel],
  ['Balances', 0.35, createBalancesModel],
]

/** Runs every contract against its model on chains of one kind. */
export function runModels(evm: string, start: () => Promise<Chain>, calls: number): void {
  describe(`${evm} does what the models do (SPACE_SEED=${seed})`, () => {
    for (const [name, share, create] of models) {
      const part = Math.ceil(calls * share)
      it(`${name}, ${part} calls`, async () => {
        const chain = await start()
        try {
          const model = await create(chain)
          const coverage = await runCampaign(chain, model, seed, {
            calls: part,
            perSequence: 400,
            viewsEvery: 100,
            untilComplete: calls >= FULL,
          })
          console.log(coverage.table(model))
          if (calls >= FULL) assert.deepEqual(coverage.missing(model), [])
        } finally {
          await chain.close()
        }
      })
    }
  })
}
