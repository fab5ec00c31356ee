import { hexlify, ZeroHash } from 'ethers'
import fc, { type Arbitrary } from 'fast-check'
import { type Chain, timeOf } from './subgraph-chain.ts'
import { fixturesOf, packWords, walletSubject } from './subgraph-fixtures.ts'

const NO_EXPIRY = 2n ** 36n - 1n

/** One attempt; resolves to whether the contracts accepted it. */
export type Operation = () => Promise<boolean>

/** A digest of 32 bytes, sometimes zero. */
export const digest = fc.oneof(
  { weight: 5, arbitrary: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => hexlify(bytes)) },
  { weight: 1, arbitrary: fc.constant(ZeroHash) },
)

/** Role, depth, flags. */
type Powers = [number, number, number]

/** Operations of grants. Most are sent by the owner, who may do everything. */
export function grantsOperations(chain: Chain): Arbitrary<Operation> {
  const { grants } = chain.contracts
  const fixtures = fixturesOf(chain)
  const wallet = fc.constantFrom(...fixtures.wallets)
  const subject = fc.oneof(wallet, fc.constantFrom(...fixtures.others))
  const subjects = fc.array(subject, { minLength: 1, maxLength: 6 })
  const place = fc
    .tuple(fc.constantFrom(...fixtures.folders), fc.option(fc.constantFrom(...fixtures.senders)))
    .map(([folder, other]) => ({ folder, whose: async () => other ?? ownerOfFolder(chain, folder) }))
  /** Seconds from now; 0 = never. */
  const lifetime = fc.oneof(fc.constant(0), fc.integer({ min: 30, max: 400_000 }))
  const plain: Arbitrary<Powers> = fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.constant(0),
    fc.nat({ max: 1 }),
  )
  const any: Arbitrary<Powers> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 3 }), fc.nat({ max: 1 })),
    },
    { weight: 1, arbitrary: fc.constant<Powers>([0, 0, 2]) },
  )

  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(place, fc.oneof(fc.tuple(subject, plain), fc.tuple(wallet, any)), lifetime, digest)
        .map(
          ([{ folder, whose }, [who, powers], seconds, pass]): Operation =>
            async () => {
              const terms = await packTerms(chain, powers, seconds)
              return chain.send(await whose(), grants, 'grant', [folder, who, terms, pass])
            },
        ),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(place, subjects, plain, lifetime, digest).map(
        ([{ folder, whose }, all, powers, seconds, passes]): Operation =>
          async () => {
            const terms = await packTerms(chain, powers, seconds)
            return chain.send(await whose(), grants, 'grantBatch', [folder, terms, passes, packWords(all)])
          },
      ),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(place, subject, digest).map(
        ([{ folder, whose }, who, pass]): Operation =>
          async () =>
            chain.send(await whose(), grants, 'deliver', [folder, who, pass]),
      ),
    },
    {
      weight: 1,
      // Any member may renounce, which leaves the state of the folder alone.
      arbitrary: fc.tuple(fc.constantFrom(...fixtures.folders), fc.constantFrom(...fixtures.senders)).map(
        ([folder, by]): Operation =>
          () =>
            chain.send(by, grants, 'revoke', [folder, walletSubject(by)]),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(place, subjects).map(
        ([{ folder, whose }, all]): Operation =>
          async () =>
            chain.send(await whose(), grants, 'revoke', [folder, packWords(all)]),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(place, fc.option(subjects), digest, lifetime).map(
        ([{ folder, whose }, all, record, seconds]): Operation =>
          async () => {
            const [, epoch, narrowed] = await chain.read(grants, 'folderOf', [folder])
            const dueAt = seconds === 0 ? 0 : (await timeOf(chain)) + seconds
            const args = [folder, epoch, narrowed, record, dueAt, packWords(all ?? [])]
            return chain.send(await whose(), grants, 'advance', args)
          },
      ),
    },
  )
}

/** Who owns a folder now. */
export async function ownerOfFolder(chain: Chain, folder: string): Promise<string> {
  const [owner] = await chain.read(chain.contracts.grants, 'folderOf', [folder])
  return (owner as string).toLowerCase()
}

/** Terms, LSB first: expiry 36, spare 4, role 4, depth 2, flags 2. */
export async function packTerms(
  chain: Chain,
  [role, depth, flags]: Powers,
  seconds: number,
): Promise<bigint> {
  const expiry = seconds === 0 ? NO_EXPIRY : BigInt((await timeOf(chain)) + seconds)
  return expiry | (BigInt(role) << 40n) | (BigInt(depth) << 44n) | (BigInt(flags) << 46n)
}
