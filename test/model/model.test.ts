import { test } from 'node:test'
import { type Extent, runCampaign } from './framework/campaign.ts'
import type { Chain } from './framework/chain.ts'
import { startEdr } from './framework/edr.ts'
import type { World } from './framework/world.ts'
import { createNamesWorld } from './names/world.ts'

/** Repeat a run with SPACE_SEED. */
const seed = Number(process.env['SPACE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const calls = Number(process.env['SPACE_MODEL_CALLS'] ?? 2_000)
const full: Extent = { calls, perSequence: 500, perLook: 100 }

async function check<State>(name: string, create: (chain: Chain) => Promise<World<State>>) {
  await test(name, async () => {
    const chain = await startEdr()
    try {
      const world = await create(chain)
      const started = performance.now()
      const coverage = await runCampaign(chain, world, seed, full)
      console.log(coverage.table(world as never))
      console.log(coverage.missing(world as never), (performance.now() - started) / coverage.calls)
    } finally {
      await chain.close()
    }
  })
}
await check('names', createNamesWorld)
