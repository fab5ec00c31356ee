import { startDemo } from '../demo.ts'
import { check, type Step } from './step.ts'

/** The chain, the contracts, the subgraph and the block store are there. */
export const networkStep: Step = {
  id: '1',
  title: 'Start a local chain with the contracts, the subgraph and a block store',
  run: async (demo) => {
    await startDemo(demo)
    const { network } = demo
    demo.report.note(`chain ${network.rpcUrl}, subgraph ${network.indexUrl}`)
    const response = await fetch(network.indexUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ _meta { block { number } hasIndexingErrors } }' }),
    })
    const { data } = (await response.json()) as { data: { _meta: { hasIndexingErrors: boolean } } }
    check(demo, data._meta.hasIndexingErrors === false, 'the subgraph answers queries about the contracts')
    return { rpcUrl: network.rpcUrl, indexUrl: network.indexUrl }
  },
}
