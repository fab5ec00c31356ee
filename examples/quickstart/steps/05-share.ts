import { watch } from '../demo.ts'
import { describeComparison } from './04-upload.ts'
import { check, type Step } from './step.ts'

/** Bob gets access by his name, and reads. */
export const shareStep: Step = {
  id: '5',
  title: 'Alice shares with @bob; Bob finds the grant through the subgraph and reads',
  run: async (demo) => {
    const { alice, bob, folder } = demo
    const { outcome, gas, block } = await alice.call('share', { folder, to: '@bob' })
    check(demo, outcome === 'granted', 'the grant to @bob is on chain')
    const shared = await bob.call('findShared', { block })
    const found = shared.find((candidate) => candidate.folder === folder)
    check(
      demo,
      found?.role === 'reader' && found.owner === demo.aliceAddress,
      'Bob found it through the subgraph, and the chain confirms that he may read',
    )
    const verified = await bob.call(
      'verify',
      { folder, expected: demo.expected },
      watch(demo, '5', 'compared'),
    )
    check(demo, verified.wrong.length === 0, `Bob: ${describeComparison(verified.files, verified.wrong)}`)
    const { files, sizeBytes, ms } = verified
    demo.speeds['read'] = { files, sizeBytes, ms }
    return { grantGas: gas, readMs: ms }
  },
}
