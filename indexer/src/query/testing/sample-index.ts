import { join } from 'node:path'
import fc from 'fast-check'
import { parseSchema } from '../../schema/parse-schema.ts'
import { openStore } from '../../store/open-store.ts'
import { sampleBlock, sampleChanges } from '../../store/testing/sample-changes.ts'
import { SAMPLE_SCHEMA } from '../../store/testing/sample-schema.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { openQueryEngine, type QueryEngine } from '../open-query-engine.ts'
import { applyChanges, dropRefused, emptyState, type NaiveState } from './naive-state.ts'

/** An index of generated data, its query engine, and the plain state at every height. */
export type SampleIndex = {
  readonly engine: QueryEngine
  readonly path: string
  /** `states[n]` is the state after block n. */
  readonly states: readonly NaiveState[]
  close(): void
}

export const sampleSchema = parseSchema(SAMPLE_SCHEMA)

/** Fills a new index with `blockCount` generated blocks. */
export function makeSampleIndex(seed: number, blockCount: number): SampleIndex {
  const folder = temporaryFolder()
  const store = openStore({ path: join(folder, 'index.db'), schema: sampleSchema, identity: 'sample' })
  const states = [emptyState(sampleSchema)]
  for (const [index, drawn] of fc.sample(sampleChanges, { seed, numRuns: blockCount }).entries()) {
    const state = states[index] as NaiveState
    const changes = dropRefused(sampleSchema, state, drawn)
    states.push(applyChanges(state, index + 1, changes))
    store.commitBlock(sampleBlock(index + 1), changes)
  }
  const engine = openQueryEngine({ path: store.path, schema: sampleSchema, deployment: 'QmSample' })
  return {
    engine,
    path: store.path,
    states,
    close() {
      engine.close()
      store.close()
    },
  }
}
