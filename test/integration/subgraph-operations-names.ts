import { AbiCoder, type BaseContract, keccak256, ZeroAddress, ZeroHash } from 'ethers'
import fc, { type Arbitrary } from 'fast-check'
import { type Chain, timeOf } from './subgraph-chain.ts'
import { fixturesOf } from './subgraph-fixtures.ts'
import { digest, type Operation } from './subgraph-operations-grants.ts'
import { LATEST, sign } from './subgraph-sign.ts'

const TWO_DAYS = 172_800

type Registered = { owner: string; keyEpoch: bigint; generation: bigint }

/** Operations of names. Most are sent by an account that may. */
export function namesOperations(chain: Chain): Arbitrary<Operation> {
  const { names } = chain.contracts
  const fixtures = fixturesOf(chain)
  const sender = fc.constantFrom(...fixtures.senders)
  const name = fc.constantFrom(...fixtures.names)
  const bit = fc.nat({ max: 1 })
  const as = (by: string, call: string, args: unknown[]) => chain.send(by, names, call, args)

  const simple: Arbitrary<Operation>[] = [
    fc.tuple(sender, name, digest, bit).map(
      ([by, ...args]): Operation =>
        () =>
          as(by, 'register', args),
    ),
    fc.tuple(sender, fc.oneof(name, fc.constant(ZeroHash))).map(
      ([by, word]): Operation =>
        () =>
          as(by, 'setPrimary', [word]),
    ),
    fc.tuple(sender, fc.nat({ max: 7 }), digest).map(
      ([by, kind, anchor]): Operation =>
        async () => {
          const [version] = await chain.read(names, 'anchorOf', [by, kind])
          return as(by, 'setAnchor', [kind, version, anchor])
        },
    ),
    fc.tuple(sender, name, digest, bit, digest).map(
      ([by, ...args]): Operation =>
        async () => {
          const types = ['address', 'bytes32', 'bytes32', 'uint8', 'bytes32']
          const commitment = keccak256(AbiCoder.defaultAbiCoder().encode(types, [by, ...args]))
          return (await as(by, 'commit', [commitment])) && as(by, 'registerCommitted', args)
        },
    ),
    owned(chain, fc.tuple(name, digest), (word, { owner, keyEpoch }, key) =>
      as(owner, 'rotateKey', [word, keyEpoch, key]),
    ),
    owned(chain, fc.tuple(name), (word, { owner }) => as(owner, 'release', [word])),
  ]
  return fc.oneof(
    { weight: 12, arbitrary: fc.oneof(...simple) },
    { weight: 5, arbitrary: signedOperations(chain) },
    { weight: 8, arbitrary: transferOperations(chain) },
    { weight: 10, arbitrary: recoveryOperations(chain) },
    { weight: 3, arbitrary: ownerOperations(chain) },
  )
}

function signedOperations(chain: Chain): Arbitrary<Operation> {
  const { names } = chain.contracts
  const fixtures = fixturesOf(chain)
  const sender = fc.constantFrom(...fixtures.senders)
  const name = fc.constantFrom(...fixtures.names)
  const deadline = LATEST
  return fc.oneof(
    fc.tuple(sender, sender, name, digest, fc.nat({ max: 1 })).map(
      ([by, owner, word, keyDigest, options]): Operation =>
        async () => {
          const [, , known] = await chain.read(names, 'resolve', [word])
          const generation = known === 0n ? 1n : known
          const message = { owner, name: word, keyDigest, options, generation, deadline }
          const signature = await sign(chain, owner, names, 'Register', message)
          return chain.send(by, names, 'registerFor', [owner, word, keyDigest, options, deadline, signature])
        },
    ),
    owned(
      chain,
      fc.tuple(name, sender, digest),
      async (word, { owner, keyEpoch, generation }, by, keyDigest) => {
        const message = { owner, name: word, generation, expectedEpoch: keyEpoch, keyDigest, deadline }
        const signature = await sign(chain, owner, names, 'RotateKey', message)
        return chain.send(by, names, 'rotateKeyFor', [word, keyEpoch, keyDigest, deadline, signature])
      },
    ),
    fc.tuple(sender, sender, fc.nat({ max: 7 }), digest).map(
      ([by, account, kind, anchor]): Operation =>
        async () => {
          const [expectedVersion] = await chain.read(names, 'anchorOf', [account, kind])
          const message = { account, kind, expectedVersion, digest: anchor, deadline }
          const signature = await sign(chain, account, names, 'SetAnchor', message)
          const args = [account, kind, expectedVersion, anchor, deadline, signature]
          return chain.send(by, names, 'setAnchorFor', args)
        },
    ),
  )
}

function transferOperations(chain: Chain): Arbitrary<Operation> {
  const { names } = chain.contracts
  const fixtures = fixturesOf(chain)
  const sender = fc.constantFrom(...fixtures.senders)
  const name = fc.constantFrom(...fixtures.names)
  const kind = fc.constantFrom(1, 2)
  const deadline = LATEST
  return fc.oneof(
    owned(
      chain,
      fc.tuple(name, sender, digest, kind, fc.boolean()),
      async (word, { owner, keyEpoch, generation }, to, keyDigest, kind, sponsored) => {
        const message = { name: word, from: owner, to, generation, keyEpoch, keyDigest, kind, deadline }
        const received = await sign(chain, to, names, 'Receive', message)
        const args = [word, to, keyDigest, kind, deadline]
        if (!sponsored) return chain.send(owner, names, 'transfer', [...args, received])
        const given = await sign(chain, owner, names, 'Transfer', message)
        return chain.send(to, names, 'transferFor', [...args, given, received])
      },
    ),
    owned(
      chain,
      fc.tuple(name, fc.option(sender), kind, fc.integer({ min: 60, max: 400_000 })),
      async (word, { owner }, to, kind, seconds) => {
        const expiresAt = (await timeOf(chain)) + seconds
        return chain.send(owner, names, 'offer', [word, to ?? ZeroAddress, kind, expiresAt])
      },
    ),
    fc.tuple(name, digest).map(
      ([word, keyDigest]): Operation =>
        async () => {
          const [to] = await chain.read(names, 'offerOf', [word])
          return chain.send(to as string, names, 'accept', [word, keyDigest])
        },
    ),
  )
}

function recoveryOperations(chain: Chain): Arbitrary<Operation> {
  const { names } = chain.contracts
  const fixtures = fixturesOf(chain)
  const sender = fc.constantFrom(...fixtures.senders)
  const name = fc.constantFrom(...fixtures.names)
  /** What the chain keeps only the hash of. */
  const targets = new Map<string, [string, string]>()
  const agentOf = async (word: string) => (await chain.read(names, 'recoveryOf', [word]))[0] as string
  return fc.oneof(
    owned(chain, fc.tuple(name, sender, fc.nat({ max: 1 })), (word, { owner }, agent, mode) =>
      chain.send(owner, names, 'setRecovery', [word, agent, mode === 0 ? TWO_DAYS : 7 * 86_400, mode]),
    ),
    owned(chain, fc.tuple(name, fc.boolean()), async (word, { owner }, byAgent) =>
      chain.send(byAgent ? await agentOf(word) : owner, names, 'removeRecovery', [word]),
    ),
    fc.tuple(name, sender, digest).map(
      ([word, to, key]): Operation =>
        async () => {
          const agent = await agentOf(word)
          const started = await chain.send(agent, names, 'startRecovery', [word, to, key])
          if (started) targets.set(word, [to, key])
          return started
        },
    ),
    owned(chain, fc.tuple(name, fc.boolean()), async (word, { owner }, byAgent) =>
      chain.send(byAgent ? await agentOf(word) : owner, names, 'cancelRecovery', [word]),
    ),
    fc.tuple(sender, name).map(
      ([by, word]): Operation =>
        async () => {
          const target = targets.get(word)
          return target !== undefined && chain.send(by, names, 'finishRecovery', [word, ...target])
        },
    ),
  )
}

/** The policy stays "none", or no account could register any more; freezing it is for the end. */
function ownerOperations(chain: Chain): Arbitrary<Operation> {
  const { names } = chain.contracts
  return fc.oneof(
    fc.constant(async () => chain.send(await ownerOf(chain, names), names, 'announcePolicy', [ZeroAddress])),
    fc.constant(async () => chain.send(await ownerOf(chain, names), names, 'applyPolicy', [ZeroAddress])),
    ownershipOperations(chain, names),
  )
}

/** Transfers the ownership of a contract in two steps. */
export function ownershipOperations(chain: Chain, contract: BaseContract): Arbitrary<Operation> {
  return fc.oneof(
    fc.constantFrom(...fixturesOf(chain).senders).map(
      (to): Operation =>
        async () =>
          chain.send(await ownerOf(chain, contract), contract, 'transferOwnership', [to]),
    ),
    fc.constant(async () => {
      const [to] = await chain.read(contract, 'pendingOwner', [])
      return chain.send(to as string, contract, 'acceptOwnership', [])
    }),
  )
}

/** The owner of a contract. */
export async function ownerOf(chain: Chain, contract: BaseContract): Promise<string> {
  const [owner] = await chain.read(contract, 'owner', [])
  return owner as string
}

/** An operation on a name that has an owner; the first value is the name. */
function owned<Rest extends unknown[]>(
  chain: Chain,
  values: Arbitrary<[string, ...Rest]>,
  operate: (name: string, registered: Registered, ...rest: Rest) => Promise<boolean>,
): Arbitrary<Operation> {
  return values.map(([name, ...rest]) => async () => {
    const [owner, keyEpoch, generation] = await chain.read(chain.contracts.names, 'resolve', [name])
    if (owner === ZeroAddress) return false
    return operate(name, { owner, keyEpoch, generation } as Registered, ...rest)
  })
}
