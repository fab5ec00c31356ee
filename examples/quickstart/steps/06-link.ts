import { watch } from '../demo.ts'
import { describeComparison } from './04-upload.ts'
import { check, type Step } from './step.ts'

/** A link opens the folder for somebody without an account. */
export const linkStep: Step = {
  id: '6',
  title: 'Alice makes a link; somebody without an account opens it',
  run: async (story) => {
    const { alice, linkHolder, folder } = story
    const { fragment, gas } = await alice.call('shareLink', { folder })
    story.linkUrl = `https://space.example/open${fragment}`
    const params = { url: story.linkUrl, expected: story.expected }
    const verified = await linkHolder.call('verify', params, watch(story, '6', 'compared'))
    check(
      story,
      verified.wrong.length === 0,
      `the link: ${describeComparison(verified.files, verified.wrong)}`,
    )
    return { linkGas: gas }
  },
}
