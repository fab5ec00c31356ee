import { concat, dataSlice, solidityPacked, toBeHex, ZeroAddress, ZeroHash } from 'ethers'
import fc, { type Arbitrary } from 'fast-check'
import { type Chain, timeOf } from './subgraph-chain.ts'
import { fixturesOf, packWords } from './subgraph-fixtures.ts'
import { digest, type Operation, ownerOfFolder, packTerms } from './subgraph-operations-grants.ts'
import { LATEST, sign } from './subgraph-sign.ts'

/** What may be tried with folders as a whole: schedules, audiences, blocks, new owners, signed requests. */
export function foldersOperations(chain: Chain): Arbitrary<Operation> {
  return fc.oneof(
    { weight: 5, arbitrary: scheduleOperations(chain) },
    { weight: 6, arbitrary: blockOperations(chain) },
    { weight: 6, arbitrary: audienceOperations(chain) },
    { weight: 5, arbitrary: transferOperations(chain) },
    { weight: 5, arbitrary: signedOperations(chain) },
  )
}

function scheduleOperations(chain: Chain): Arbitrary<Operation> {
  const { grants } = chain.contracts
  const { folder, sender } = valuesOf(chain)
  const seconds = fc.integer({ min: 1, max: 200_000 })
  return fc.oneof(
    onFolder(chain, fc.tuple(folder, fc.option(sender)), async (id, by) => {
      const [, epoch, narrowed] = await chain.read(grants, 'folderOf', [id])
      return chain.send(by, grants, 'advance', [id, epoch, narrowed, `0x${'5a'.repeat(32)}`, 0, '0x'])
    }),
    onFolder(
      chain,
      fc.tuple(folder, fc.option(sender), digest, seconds, fc.option(seconds)),
      async (id, by, record, wait, due) => {
        const [, epoch] = await chain.read(grants, 'folderOf', [id])
        const activateAt = record === ZeroHash ? 0 : (await timeOf(chain)) + wait
        const dueAt = due === null ? 0 : activateAt + due
        return chain.send(by, grants, 'schedule', [id, epoch, record, activateAt, dueAt])
      },
    ),
    fc.tuple(sender, folder).map(
      ([by, id]): Operation =>
        () =>
          chain.send(by, grants, 'activate', [id]),
    ),
  )
}

function blockOperations(chain: Chain): Arbitrary<Operation> {
  const { grants } = chain.contracts
  const { folder, sender } = valuesOf(chain)
  const wallets = fc.array(fc.constantFrom(...fixturesOf(chain).accounts), { minLength: 1, maxLength: 4 })
  return fc.oneof(
    {
      weight: 5,
      arbitrary: onFolder(
        chain,
        fc.tuple(folder, fc.option(sender), fc.boolean(), wallets),
        (id, by, blocked, all) => chain.send(by, grants, 'setBlocked', [id, blocked, concat(all)]),
      ),
    },
    {
      weight: 1,
      arbitrary: onFolder(chain, fc.tuple(folder, fc.option(sender)), (id, by) =>
        chain.send(by, grants, 'revokeAll', [id]),
      ),
    },
  )
}

function audienceOperations(chain: Chain): Arbitrary<Operation> {
  const { grants } = chain.contracts
  const { folder, sender } = valuesOf(chain)
  /** Few roots, so that one comes back after another. */
  const root = fc.constantFrom(ZeroHash, toBeHex(1, 32), toBeHex(2, 32))
  const salt = fc.nat({ max: 1 })
  const indexes = fc.array(fc.constantFrom(0, 1, 255, 256, 2 ** 32 - 1), { minLength: 1, maxLength: 3 })
  return fc.oneof(
    onFolder(
      chain,
      fc.tuple(folder, fc.option(sender), salt, root, digest),
      async (id, by, salt, next, manifest) => {
        const audience = audienceOf(by, salt)
        const [root] = await chain.read(grants, 'audienceOf', [id, audience])
        return chain.send(by, grants, 'setAudience', [id, audience, root, next, manifest])
      },
    ),
    onFolder(
      chain,
      fc.tuple(folder, fc.option(sender), fc.option(sender), salt, indexes),
      async (id, by, other, salt, all) => {
        const audience = audienceOf(other ?? by, salt)
        const [root] = await chain.read(grants, 'audienceOf', [id, audience])
        const packed = solidityPacked(
          all.map(() => 'uint32'),
          all,
        )
        return chain.send(by, grants, 'revokeLeaves', [id, audience, root, packed])
      },
    ),
  )
}

function transferOperations(chain: Chain): Arbitrary<Operation> {
  const { grants } = chain.contracts
  const { folder, sender } = valuesOf(chain)
  const seconds = fc.integer({ min: 60, max: 400_000 })
  const accept = async (by: string, id: string, record: string, due: number | null, succession: string) => {
    const [, epoch, narrowed] = await chain.read(grants, 'folderOf', [id])
    const dueAt = due === null ? 0 : (await timeOf(chain)) + due
    return chain.send(by, grants, 'acceptFolder', [id, epoch, narrowed, record, dueAt, succession])
  }
  return fc.oneof(
    onFolder(
      chain,
      fc.tuple(folder, fc.option(sender, { freq: 20 }), fc.option(sender), seconds),
      async (id, by, to, seconds) => {
        const expiresAt = (await timeOf(chain)) + seconds
        return chain.send(by, grants, 'offerFolder', [id, to ?? ZeroAddress, expiresAt])
      },
    ),
    fc.tuple(folder, digest, fc.option(seconds)).map(
      ([id, record, due]): Operation =>
        async () => {
          const [to] = await chain.read(grants, 'offerOf', [id])
          return accept(to as string, id, record, due, '0x')
        },
    ),
    fc.tuple(folder, sender, digest, fc.bigInt({ min: 0n, max: 2n ** 60n })).map(
      ([id, to, record, nonce]): Operation =>
        async () => {
          const from = dataSlice(id, 0, 20)
          const signature = await sign(chain, from, grants, 'Succession', { from, to, nonce })
          return accept(to, id, record, null, concat([toBeHex(nonce, 32), signature]))
        },
    ),
  )
}

function signedOperations(chain: Chain): Arbitrary<Operation> {
  const { grants } = chain.contracts
  const { folder, sender, subject } = valuesOf(chain)
  const nonce = fc.bigInt({ min: 0n, max: 2n ** 64n })
  const deadline = LATEST
  return fc.oneof(
    onFolder(
      chain,
      fc.tuple(folder, fc.option(sender), sender, subject, digest, nonce),
      async (id, by, relayer, subject, pass, nonce) => {
        const terms = await packTerms(chain, [1, 0, 0], 90_000)
        const message = { by, folder: id, subject, terms, pass, nonce, deadline }
        const signature = await sign(chain, by, grants, 'GrantRequest', message)
        const args = [by, id, subject, terms, pass, nonce, deadline, signature]
        return chain.send(relayer, grants, 'grantFor', args)
      },
    ),
    onFolder(
      chain,
      fc.tuple(folder, fc.option(sender), sender, subject, nonce),
      async (id, by, relayer, subject, nonce) => {
        const message = { by, folder: id, subjects: subject, nonce, deadline }
        const signature = await sign(chain, by, grants, 'RevokeRequest', message)
        return chain.send(relayer, grants, 'revokeFor', [by, id, subject, nonce, deadline, signature])
      },
    ),
    onFolder(
      chain,
      fc.tuple(folder, fc.option(sender), sender, fc.option(subject), digest, nonce),
      async (id, by, relayer, subject, record, nonce) => {
        const [, expectedEpoch, expectedNarrowed] = await chain.read(grants, 'folderOf', [id])
        const subjects = packWords(subject === null ? [] : [subject])
        const counters = { expectedEpoch, expectedNarrowed }
        const message = { by, folder: id, ...counters, record, dueAt: 0, subjects, nonce, deadline }
        const signature = await sign(chain, by, grants, 'AdvanceRequest', message)
        const signed = [nonce, deadline, signature]
        const args = [by, id, expectedEpoch, expectedNarrowed, record, 0, subjects, ...signed]
        return chain.send(relayer, grants, 'advanceFor', args)
      },
    ),
    fc.tuple(sender, nonce, fc.bigInt({ min: 1n, max: 2n ** 256n - 1n })).map(
      ([by, ...args]): Operation =>
        () =>
          chain.send(by, grants, 'voidNonces', args),
    ),
  )
}

/** The id of an audience: its setter, then a salt. */
export function audienceOf(setter: string, salt: number): string {
  return solidityPacked(['address', 'uint96'], [setter, salt]).toLowerCase()
}

/** An operation in a folder, by an account or, where the second value is null, by the present owner. */
function onFolder<Rest extends unknown[]>(
  chain: Chain,
  values: Arbitrary<[string, string | null, ...Rest]>,
  operate: (folder: string, by: string, ...rest: Rest) => Promise<boolean>,
): Arbitrary<Operation> {
  return values.map(
    ([folder, by, ...rest]) =>
      async () =>
        operate(folder, by ?? (await ownerOfFolder(chain, folder)), ...rest),
  )
}

function valuesOf(chain: Chain) {
  const fixtures = fixturesOf(chain)
  return {
    folder: fc.constantFrom(...fixtures.folders),
    sender: fc.constantFrom(...fixtures.senders),
    subject: fc.constantFrom(...fixtures.wallets, ...fixtures.others),
  }
}
