import { watch } from '../demo.ts'
import { describeComparison } from './04-upload.ts'
import { check, type Step } from './step.ts'

/** Bob loses access; the others keep it. */
export const revokeStep: Step = {
  id: '8',
  title: 'Alice revokes Bob in one transaction and adds a file that he cannot open',
  run: async (demo) => {
    const { alice, bob, linkHolder, folder } = demo
    await bob.call('lookAtStore', undefined)
    const { epoch, gas } = await alice.call('revoke', { folder, to: '@bob' })
    check(demo, epoch === 1, 'one transaction revoked Bob and started a new key epoch')
    const note = await alice.call('addNote', {
      folder,
      path: 'after-bob.txt',
      text: `Written after Bob was removed, at ${new Date().toISOString()}.\n`,
    })
    demo.expected = [...demo.expected, note]
    const outcome = await bob.call('tryOpen', { folder })
    check(demo, outcome === 'GRANT_MISSING', 'the chain refuses Bob')
    const attempt = await bob.call('tryEverything', { folder })
    check(
      demo,
      attempt.newBlocks > 0 && attempt.newBlocksOpened === 0 && attempt.oldBlocksOpened > 0,
      `with all his keys and all blocks Bob opens ${attempt.newBlocksOpened} of the ${attempt.newBlocks} new blocks`,
    )
    const { expected, linkUrl: url } = demo
    const owner = await alice.call('verify', { folder, expected }, watch(demo, '8', 'compared'))
    check(demo, owner.wrong.length === 0, `Alice: ${describeComparison(owner.files, owner.wrong)}`)
    const link = await linkHolder.call('verify', { url, expected }, watch(demo, '8', 'compared'))
    check(demo, link.wrong.length === 0, `the link: ${describeComparison(link.files, link.wrong)}`)
    return { revokeGas: gas, epoch }
  },
}
