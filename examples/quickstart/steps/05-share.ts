import { watch } from '../demo.ts'
import { describeComparison } from './04-upload.ts'
import { check, type Step } from './step.ts'

/** Bob gets access by his name, and reads. */
export const shareStep: Step = {
  id: '5',
  title: 'Alice shares with @bob; Bob finds the grant through the subgraph and reads',
  run: async (story) => {
    const { alice, bob, folder } = story
    const { outcome, gas, block } = await alice.call('share', { folder, to: '@bob' })
    check(story, outcome === 'granted', 'the grant to @bob is on chain')
    const shared = await bob.call('findShared', { block })
    const found = shared.find((candidate) => candidate.folder === folder)
    check(
      story,
      found?.role === 'reader' && found.owner === story.aliceAddress,
      'Bob found it through the subgraph, and the chain confirms that he may read',
    )
    const verified = await bob.call(
      'verify',
      { folder, expected: story.expected },
      watch(story, '5', 'compared'),
    )
    check(story, verified.wrong.length === 0, `Bob: ${describeComparison(verified.files, verified.wrong)}`)
    const { files, sizeBytes, ms } = verified
    story.speeds['read'] = { files, sizeBytes, ms }
    return { grantGas: gas, readMs: ms }
  },
}
