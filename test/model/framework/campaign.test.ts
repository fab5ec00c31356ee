import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createNamesWorld } from '../names/model.ts'
import { namesFunctions } from '../names/registration.ts'
import type { NamesState } from '../names/state.ts'
import { runCampaign } from './campaign.ts'
import { startEdr } from './edr.ts'
import type { World } from './model.ts'
import type { Context, Emitted } from './step.ts'

/** Ends with the first difference, so most runs are short. */
const extent = { calls: 4_000, perSequence: 100, perLook: 20 }

/** Plays Names against a model of it that is wrong somewhere, and returns what is told about that. */
async function play(spoil: (world: World<NamesState>) => Partial<World<NamesState>>): Promise<string> {
  const chain = await startEdr()
  try {
    const world = await createNamesWorld(chain)
    await runCampaign(chain, { ...world, ...spoil(world) }, 1, extent)
    return 'no difference'
  } catch (error) {
    return (error as Error).message
  } finally {
    await chain.close()
  }
}

/** The calls that are told. */
const countSteps = (told: string) => told.split('\n').filter((line) => line.startsWith('  +')).length

describe('runCampaign', () => {
  it('finds a model that changes what it should not, by a view, and tells the shortest way there', async () => {
    const told = await play(({ functions }) => ({
      functions: {
        ...functions,
        'names.setAnchor': (state: NamesState, context: Context, ...args: never[]): Emitted[] => {
          const events = namesFunctions['setAnchor']?.(state, context, ...args) ?? []
          state.primary.clear()
          return events
        },
      },
    }))
    assert.match(told, /^Names: EDR and the model differ \(SPACE_SEED=1, sequence \d+\)/)
    assert.match(told, /at {5}names\.(nameOf|subjectFor)\(/)
    assert.ok(countSteps(told) <= 3, told)
  })

  it('finds a model that refuses for another reason', async () => {
    const told = await play(({ functions }) => ({
      functions: { ...functions, 'names.release': functions['names.setPrimary'] as never },
    }))
    assert.match(told, /model {2}done[\s\S]*EDR {4}(refused|done)/)
    assert.ok(countSteps(told) <= 2, told)
  })
})
