import { check, type Step } from './step.ts'

const oneEther = 10n ** 18n

/** Alice and Bob make accounts and register names. */
export const namesStep: Step = {
  id: '2',
  title: 'Alice and Bob make accounts and register names bound to their keys',
  run: async (demo) => {
    const { alice, bob, network } = demo
    demo.aliceAddress = await alice.call('address', undefined)
    const bobAddress = await bob.call('address', undefined)
    await network.fundEther(demo.aliceAddress, 10n * oneEther)
    await network.fundEther(bobAddress, oneEther)
    const first = await alice.call('register', { name: 'alice' })
    const second = await bob.call('register', { name: 'bob' })
    check(demo, first.name === 'alice', `@alice is ${demo.aliceAddress}`)
    check(demo, second.name === 'bob', `@bob is ${bobAddress}`)
    demo.gas['register'] = first.gas
    return { registerGas: first.gas }
  },
}
