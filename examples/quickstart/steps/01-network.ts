import { PortTakenError } from '@space/devnet'
import { type Demo, startDemo } from '../demo.ts'
import { check, type Step } from './step.ts'

/** The chain, the contracts, the subgraph and the block store are there. */
export const networkStep: Step = {
  id: '1',
  title: 'Start a local chain with the contracts, the subgraph and a block store',
  run: async (demo) => {
    await startDemo(demo).catch((failure) => explainFailure(failure, demo))
    const { network } = demo
    demo.report.note(`chain ${network.rpcUrl}, subgraph ${network.indexUrl}`)
    demo.report.note(`blocks ${demo.blockServer.url}/ipfs/CID?format=raw`)
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

/** Names the option that helps when a port is taken. */
function explainFailure(failure: Error & { code?: string }, { options }: Demo): never {
  const taken = failure instanceof PortTakenError ? failure.port : options.ports.blocks
  if (!(failure instanceof PortTakenError) && failure.code !== 'EADDRINUSE') throw failure
  throw new Error(
    `port ${taken} of 127.0.0.1 is in use by another process; choose three others with --port N`,
    { cause: failure },
  )
}
