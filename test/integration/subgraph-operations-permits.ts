import { AbiCoder, keccak256 } from 'ethers'
import fc, { type Arbitrary } from 'fast-check'
import type { Chain } from './subgraph-chain.ts'
import { fixturesOf } from './subgraph-fixtures.ts'
import type { Operation } from './subgraph-operations-grants.ts'
import { LATEST, sign, signIn } from './subgraph-sign.ts'

const KEEP_CAP = 2n ** 48n - 1n

/** Deposits with a signature in place of an approval. */
export function permitOperations(chain: Chain): Arbitrary<Operation> {
  const { balances } = chain.contracts
  const sender = fc.constantFrom(...fixturesOf(chain).senders)
  const dollars = fc.bigInt({ min: 1n, max: 50_000_000n })
  const nonce = fc.bigInt({ min: 0n, max: 2n ** 64n })
  const cap = fc.constantFrom(KEEP_CAP, 0n, 70_000_000n)
  const deadline = LATEST
  const spender = balances.target
  return fc.oneof(
    fc.tuple(sender, dollars, sender, cap).map(
      ([owner, value, to, cap]): Operation =>
        async () => {
          const [nonce] = await chain.read(chain.coin, 'nonces', [owner])
          const message = { owner, spender, value, nonce, deadline }
          const signature = await sign(chain, owner, chain.coin, 'Permit', message)
          return chain.send(owner, balances, 'depositWithPermit', [value, to, cap, deadline, signature])
        },
    ),
    fc.tuple(sender, sender, dollars, sender, cap, nonce).map(
      ([by, from, amount, to, cap, nonce]): Operation =>
        async () => {
          const salt = keccak256(AbiCoder.defaultAbiCoder().encode(['uint256'], [nonce]))
          const bound = AbiCoder.defaultAbiCoder().encode(['address', 'uint48', 'bytes32'], [to, cap, salt])
          const times = { validAfter: 0, validBefore: deadline }
          const message = { from, to: spender, value: amount, ...times, nonce: keccak256(bound) }
          const signature = await sign(chain, from, chain.coin, 'ReceiveWithAuthorization', message)
          const authorization = [amount, 0, deadline, salt]
          const args = [from, authorization, to, cap, signature]
          return chain.send(by, balances, 'depositWithAuthorization', args)
        },
    ),
    fc.tuple(sender, sender, dollars, sender, cap, nonce).map(
      ([by, from, amount, to, cap, nonce]): Operation =>
        async () => {
          const verifyingContract = chain.deployment.permit2
          await chain.send(from, chain.coin, 'approve', [verifyingContract, amount])
          const permitted = { token: chain.coin.target, amount }
          const witness = { to, minUsd: 0, cap }
          const domain = { name: 'Permit2', chainId: chain.deployment.chainId, verifyingContract }
          const message = { permitted, spender, nonce, deadline, witness }
          const signature = await signIn(chain, from, domain, 'PermitWitnessTransferFrom', message)
          const permit = [[chain.coin.target, amount], nonce, deadline]
          const args = [from, permit, to, 0, cap, signature]
          return chain.send(by, balances, 'depositWithPermit2', args)
        },
    ),
  )
}
