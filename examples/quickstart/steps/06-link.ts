import { watch } from '../demo.ts'
import { describeComparison } from './04-upload.ts'
import { check, type Step } from './step.ts'

/** A link opens the folder without an account. */
export const linkStep: Step = {
  id: '6',
  title: 'Alice makes a link; it opens the folder without an account',
  run: async (demo) => {
    const { alice, linkHolder, folder } = demo
    const { fragment, gas } = await alice.call('shareLink', { folder })
    demo.linkUrl = `https://space.example/open${fragment}`
    const params = { url: demo.linkUrl, expected: demo.expected }
    const verified = await linkHolder.call('verify', params, watch(demo, '6', 'compared'))
    check(
      demo,
      verified.wrong.length === 0,
      `the link: ${describeComparison(verified.files, verified.wrong)}`,
    )
    return { linkGas: gas }
  },
}
