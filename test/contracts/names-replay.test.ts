import assert from 'node:assert/strict'
import type { LogDescription } from 'ethers'
import { AbiCoder, hexlify, keccak256, randomBytes, toBeHex, ZeroHash } from 'ethers'
import fc from 'fast-check'
import { network } from 'hardhat'
import { nameWord, send } from './support/names-balances.ts'

/** Storage slots of the mappings; EIP712 has the two before. */
const SLOTS = { record: 2n, keyDigest: 3n, primary: 4n, anchorVersions: 5n, anchorDigest: 6n }
const NAMES = ['ada', 'bob', 'carol-1', 'dan', '0x-eve'].map(nameWord)

const act = fc.oneof(
  fc.record({ type: fc.constant('register' as const), name: fc.nat(4), options: fc.nat(1) }),
  fc.record({ type: fc.constant('rotateKey' as const), name: fc.nat(4) }),
  fc.record({ type: fc.constant('setPrimary' as const), name: fc.nat(4) }),
  fc.record({ type: fc.constant('clearPrimary' as const) }),
  fc.record({ type: fc.constant('setAnchor' as const), kind: fc.nat(7) }),
)
const step = fc.record({ signer: fc.nat(2), act })

type Act = typeof act extends fc.Arbitrary<infer T> ? T : never
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What an indexer knows: storage words by slot, made from events and block times alone. */
class NamesReplay {
  readonly words = new Map<string, bigint>()

  apply(event: LogDescription, blockTime: bigint) {
    const args = event.args
    if (event.name === 'NameRegistered') {
      const record =
        BigInt(args.owner) | (args.keyEpoch << 160n) | (args.generation << 192n) | (blockTime << 208n)
      this.words.set(slotOf(args.name, SLOTS.record), record)
      this.words.set(slotOf(args.name, SLOTS.keyDigest), BigInt(args.keyDigest))
    } else if (event.name === 'KeyRotated') {
      const slot = slotOf(args.name, SLOTS.record)
      this.words.set(slot, withField(this.words.get(slot) ?? 0n, 160n, args.keyEpoch))
      this.words.set(slotOf(args.name, SLOTS.keyDigest), BigInt(args.keyDigest))
    } else if (event.name === 'PrimarySet') {
      this.words.set(slotOf(args.account, SLOTS.primary), BigInt(args.name))
    } else if (event.name === 'AnchorSet') {
      const slot = slotOf(args.account, SLOTS.anchorVersions)
      this.words.set(slot, withField(this.words.get(slot) ?? 0n, args.kind * 32n, args.version))
      const ofAccount = BigInt(slotOf(args.account, SLOTS.anchorDigest))
      this.words.set(slotOf(toBeHex(args.kind, 32), ofAccount), BigInt(args.digest))
    } else {
      assert.fail(`Unexpected event ${event.name}`)
    }
  }
}

function withField(word: bigint, shift: bigint, value: bigint): bigint {
  return (word & ~(0xffffffffn << shift)) | (value << shift)
}

function slotOf(key: string, slot: bigint): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(['uint256', 'uint256'], [key, slot]))
}

describe('Names: replay', () => {
  it('M11: rebuilds every storage word from events alone', async () => {
    const { ethers, close } = await network.create('local')
    const signers = (await ethers.getSigners()).slice(0, 3)
    const run = async (steps: Step[]) => {
      const names = await ethers.deployContract('Names')
      const replay = new NamesReplay()
      for (const { signer: index, act } of steps) {
        const signer = signers[index]
        assert.ok(signer)
        const args = await argsOf(act, signer.address)
        const method = act.type === 'clearPrimary' ? 'setPrimary' : act.type
        const receipt = await send(names, signer, method, args).catch(expectNamesError)
        if (receipt === undefined) continue
        const block = await receipt.getBlock()
        for (const log of receipt.logs) {
          const event = names.interface.parseLog(log)
          assert.ok(event)
          replay.apply(event, BigInt(block.timestamp))
        }
      }
      for (const [slot, word] of replay.words) {
        const stored = await ethers.provider.getStorage(await names.getAddress(), slot)
        assert.equal(BigInt(stored), word, `storage slot ${slot}`)
      }

      async function argsOf(act: Act, account: string) {
        if (act.type === 'clearPrimary') return [ZeroHash]
        const digest = hexlify(randomBytes(32))
        if (act.type === 'setAnchor') {
          const [version] = await names.getFunction('anchorOf').staticCall(account, act.kind)
          return [act.kind, version, digest]
        }
        const name = NAMES[act.name]
        assert.ok(name)
        if (act.type === 'setPrimary') return [name]
        if (act.type === 'register') return [name, digest, act.options]
        const { keyEpoch } = await names.getFunction('resolve').staticCall(name)
        return [name, keyEpoch, digest]
      }
    }
    try {
      await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), run), { numRuns: 5 })
    } finally {
      await close()
    }
  })
})

function expectNamesError(error: unknown): undefined {
  assert.match(String(error), /Names(Taken|NotOwner)/)
}
