import { Wallet } from 'ethers'
import { operatorKey } from '../../../devnet/src/accounts.ts'
import { fundEther } from '../../../devnet/src/fund.ts'
import { check, type Step } from './step.ts'

const oneEther = 10n ** 18n

/** Alice and Bob make accounts and register names. */
export const peopleStep: Step = {
  id: '2',
  title: 'Alice and Bob make accounts and register names bound to their keys',
  run: async (story) => {
    const { alice, bob, network } = story
    story.aliceAddress = await alice.call('address', undefined)
    const bobAddress = await bob.call('address', undefined)
    await fundEther(network.rpcUrl, story.aliceAddress, 10n * oneEther)
    await fundEther(network.rpcUrl, bobAddress, oneEther)
    await fundEther(network.rpcUrl, new Wallet(operatorKey).address, oneEther)
    const first = await alice.call('register', { name: 'alice' })
    const second = await bob.call('register', { name: 'bob' })
    check(story, first.name === 'alice', `@alice is ${story.aliceAddress}`)
    check(story, second.name === 'bob', `@bob is ${bobAddress}`)
    story.gas['register'] = first.gas
    return { registerGas: first.gas }
  },
}
