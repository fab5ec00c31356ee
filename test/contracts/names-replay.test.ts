import assert from 'node:assert/strict'
import type { Names } from '@space/sdk/chain'
import { hexlify, ZeroAddress, ZeroHash } from 'ethers'
import fc from 'fast-check'
import { network } from 'hardhat'
import { createRandom, seed } from '../support/random.ts'
import { expectRefusal } from './support/expect-refusal.ts'
import { nameWord, send } from './support/names-balances.ts'
import { allSlots, NamesReplay } from './support/replay-names.ts'

const NAMES = ['ada', 'bob', '0x-eve'].map(nameWord)
const DAY = 24 * 3600
const POLICY = '0x00000000000000000000000000000000000000aa'
const NO_DEADLINE = 2n ** 40n - 1n

const ofName = [
  'rotateKey',
  'setPrimary',
  'transfer',
  'offer',
  'withdrawOffer',
  'accept',
  'setRecovery',
  'removeRecovery',
  'startRecovery',
  'cancelRecovery',
  'finishRecovery',
  'release',
] as const
const ofContract = [
  'announcePolicy',
  'applyPolicy',
  'freezePolicy',
  'transferOwnership',
  'acceptOwnership',
] as const

const step = fc.record({
  signer: fc.nat(2),
  other: fc.nat(2),
  name: fc.nat(NAMES.length - 1),
  entropy: fc.nat(255),
  operation: fc.oneof(
    { weight: 4, arbitrary: fc.constant('register' as const) },
    { weight: 20, arbitrary: fc.constantFrom(...ofName) },
    { weight: 2, arbitrary: fc.constantFrom('clearPrimary' as const, 'setAnchor' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...ofContract) },
    { weight: 3, arbitrary: fc.constant('wait' as const) },
  ),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What chance may leave out: a recovery that begins, a name that changes hands, one that is given up. */
const everyEvent = (
  [
    [0, 'register', 'setRecovery', 'startRecovery'],
    [1, 'register', 'offer', 'accept'],
    [2, 'register', 'release'],
  ] as const
).flatMap(([name, ...operations]) =>
  operations.map((operation): Step => ({ signer: 0, other: 1, name, entropy: 1, operation })),
)

const random = createRandom('names-replay')

describe(`Names: replay (SPACE_SEED=${seed})`, function () {
  this.timeout(300_000)

  it('M11: rebuilds every storage word but commitments from events alone', async () => {
    const { ethers, networkHelpers, close } = await network.create('local')
    const signers = (await ethers.getSigners()).slice(0, 3)
    const done = new Set<string>()

    const run = async (steps: Step[]) => {
      const names = (await ethers.deployContract('Names', [signers[0], ZeroAddress])) as unknown as Names
      const at = await names.getAddress()
      for (const step of steps) {
        const { operation, entropy } = step
        if (operation === 'wait') await networkHelpers.time.increase((entropy % 10) * DAY + 1)
        else await perform(names, step).catch((error) => expectRefusal(names, error))
      }
      const replay = new NamesReplay()
      for (const log of await ethers.provider.getLogs({ address: at, fromBlock: 0 })) {
        const event = names.interface.parseLog(log)
        assert.ok(event)
        done.add(event.name)
        replay.apply(event, BigInt((await log.getBlock()).timestamp))
      }
      for (const slot of allSlots(
        NAMES,
        signers.map(({ address }) => address),
      )) {
        assert.equal(
          BigInt(await ethers.provider.getStorage(at, slot)),
          replay.get(slot),
          `storage slot ${slot}`,
        )
      }
    }

    async function perform(names: Names, { operation, signer, other, name: index, entropy }: Step) {
      const [by, to, name] = [signers[signer], signers[other], NAMES[index]]
      assert.ok(by && to && name)
      const digest = hexlify(random.bytes(32))
      const { owner, keyEpoch, generation } = await names.resolve(name)
      const { agent } = await names.recoveryOf(name)
      const asAccount = async (address: string) => signers.find((one) => one.address === address) ?? by
      // Mostly an account that may, sometimes another one.
      const asOwner = entropy % 8 === 0 ? by : await asAccount(owner)
      const asAgent = entropy % 8 === 0 ? by : await asAccount(agent)
      const kind = (entropy % 2) + 1
      switch (operation) {
        case 'register':
          return send(names, by, 'register', [name, digest, entropy % 2])
        case 'rotateKey':
          return send(names, asOwner, 'rotateKey', [name, keyEpoch, digest])
        case 'setPrimary':
          return send(names, asOwner, 'setPrimary', [name])
        case 'clearPrimary':
          return send(names, by, 'setPrimary', [ZeroHash])
        case 'setAnchor': {
          const { version } = await names.anchorOf(by.address, entropy % 8)
          return send(names, by, 'setAnchor', [entropy % 8, version, digest])
        }
        case 'transfer': {
          const { name: title, version, chainId, verifyingContract } = await names.eip712Domain()
          const change = {
            name,
            from: owner,
            to: to.address,
            generation,
            keyEpoch,
            keyDigest: digest,
            kind,
            deadline: NO_DEADLINE,
          }
          const consent = await to.signTypedData(
            { name: title, version, chainId, verifyingContract },
            { Receive: receiveFields },
            change,
          )
          return send(names, asOwner, 'transfer', [name, to.address, digest, kind, NO_DEADLINE, consent])
        }
        case 'offer':
          return send(names, asOwner, 'offer', [name, to.address, kind, NO_DEADLINE])
        case 'withdrawOffer':
          return send(names, asOwner, 'offer', [name, ZeroAddress, 0, 0])
        case 'accept': {
          const { to: receiver } = await names.offerOf(name)
          return send(names, await asAccount(receiver), 'accept', [name, digest])
        }
        case 'setRecovery':
          return send(names, asOwner, 'setRecovery', [
            name,
            to.address,
            (7 + (entropy % 5)) * DAY,
            entropy % 2,
          ])
        case 'removeRecovery':
          return send(names, entropy % 3 === 0 ? asAgent : asOwner, 'removeRecovery', [name])
        case 'startRecovery':
          return send(names, asAgent, 'startRecovery', [name, to.address, keyOf(to.address)])
        case 'cancelRecovery':
          return send(names, entropy % 2 === 0 ? asAgent : asOwner, 'cancelRecovery', [name])
        case 'finishRecovery': {
          await networkHelpers.time.increase(6 * DAY)
          return send(names, by, 'finishRecovery', [name, to.address, keyOf(to.address)])
        }
        case 'release':
          return send(names, asOwner, 'release', [name])
        case 'announcePolicy':
        case 'applyPolicy':
          // Applying the zero policy changes nothing for the other operations; any other would refuse all names.
          return send(names, by, operation, [
            operation === 'announcePolicy' && entropy % 2 === 0 ? POLICY : ZeroAddress,
          ])
        case 'transferOwnership':
          return send(names, by, operation, [to.address])
        case 'freezePolicy':
        case 'acceptOwnership':
          return send(names, by, operation, [])
        case 'wait':
          return undefined
      }
    }

    try {
      await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 120 }), run), {
        seed,
        numRuns: 7,
        examples: [[everyEvent]],
      })
    } finally {
      await close()
    }
    const events = [...done]
    for (const name of ['OwnerChanged', 'RecoverySet', 'RecoveryStarted', 'NameOffered', 'NameReleased']) {
      assert.ok(events.includes(name), `${name} never happened: ${events.join(', ')}`)
    }
  })
})

const receiveFields = [
  { name: 'name', type: 'bytes32' },
  { name: 'from', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'generation', type: 'uint16' },
  { name: 'keyEpoch', type: 'uint32' },
  { name: 'keyDigest', type: 'bytes32' },
  { name: 'kind', type: 'uint8' },
  { name: 'deadline', type: 'uint40' },
]

/** The key that a recovery goes to, so that it can be finished without knowing who started it. */
function keyOf(account: string): string {
  return account.padEnd(66, '0')
}
