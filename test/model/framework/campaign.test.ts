import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createNamesModel } from '../names/model.ts'
import { namesFunctions } from '../names/registration.ts'
import type { NamesState } from '../names/state.ts'
import { runCampaign } from './campaign.ts'
import { startEdr } from './edr.ts'
import type { Model } from './model.ts'
import type { Context, Emitted } from './step.ts'

/** Ends with the first difference, so most runs are short. */
const extent = { calls: 4_000, perSequence: 100, viewsEvery: 20 }

/** Runs Names against a wrong model of it, and returns the report. */
async function runAgainst(spoil: (model: Model<NamesState>) => Partial<Model<NamesState>>): Promise<string> {
  const chain = await startEdr()
  try {
    const model = await createNamesModel(chain)
    await runCampaign(chain, { ...model, ...spoil(model) }, 1, extent)
    return 'no difference'
  } catch (error) {
    return (error as Error).message
  } finally {
    await chain.close()
  }
}

/** The calls in a report. */
const countSteps = (report: string) => report.split('\n').filter((line) => line.startsWith('  +')).length

describe('runCampaign', () => {
  it('finds a model that changes what it should not, by a view, and reports the shortest way there', async () => {
    const report = await runAgainst(({ functions }) => ({
      functions: {
        ...functions,
        'names.setAnchor': (state: NamesState, context: Context, ...args: never[]): Emitted[] => {
          const events = namesFunctions['setAnchor']?.(state, context, ...args) ?? []
          state.primary.clear()
          return events
        },
      },
    }))
    assert.match(report, /^Names: EDR and the model differ \(SPACE_SEED=1, sequence \d+\)/)
    assert.match(report, /at {5}names\.(nameOf|subjectFor)\(/)
    assert.ok(countSteps(report) <= 3, report)
  })

  it('finds a model that refuses for another reason', async () => {
    const report = await runAgainst(({ functions }) => ({
      functions: { ...functions, 'names.release': functions['names.setPrimary'] as never },
    }))
    assert.match(report, /model {2}done[\s\S]*EDR {4}(refused|done)/)
    assert.ok(countSteps(report) <= 2, report)
  })
})
