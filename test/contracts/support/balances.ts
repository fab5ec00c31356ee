import type { BaseContract, Signer, TypedDataField } from 'ethers'
import { AbiCoder, keccak256, ZeroAddress } from 'ethers'

/** A deadline that never passes. */
export const FAR = 2n ** 40n - 1n

const field = (text: string): TypedDataField[] =>
  text.split(',').map((part) => {
    const [type = '', name = ''] = part.split(' ')
    return { type, name }
  })

/** What can be signed for Balances, as `IBalances` describes it. */
const signedTypes = {
  Withdraw: field('address account,uint256 usd,address to,uint256 nonce,uint40 deadline'),
  SetCap: field('address account,uint48 previous,uint48 cap,uint256 nonce,uint40 deadline'),
  Purchase: field('address account,uint56 amount,bytes32 ref,address payee,uint256 nonce,uint40 deadline'),
  SyncCard: field('address issuer,address account,uint32 seq,int56 delta,uint40 deadline'),
}

/** Signs one of the messages of Balances (EIP-712). */
export async function signForBalances(
  balances: BaseContract,
  signer: Signer,
  type: keyof typeof signedTypes,
  message: Record<string, unknown>,
): Promise<string> {
  const domain = await domainOf(balances, signer, 'Space Balances', '1')
  return signer.signTypedData(domain, { [type]: signedTypes[type] }, message)
}

/** Signs a permit of `value` of the mock coin for `spender` (ERC-2612). */
export async function signPermit(
  coin: BaseContract,
  owner: Signer,
  spender: string,
  value: bigint,
  nonce: bigint,
) {
  const types = {
    Permit: field('address owner,address spender,uint256 value,uint256 nonce,uint256 deadline'),
  }
  const message = { owner: await owner.getAddress(), spender, value, nonce, deadline: FAR }
  return owner.signTypedData(await domainOf(coin, owner, 'Mock USD', '1'), types, message)
}

/** Signs a transfer of the mock coin that only Balances can bring, and only for that receiver and cap (ERC-3009). */
export async function signAuthorization(
  coin: BaseContract,
  from: Signer,
  balances: string,
  deposit: { to: string; value: bigint; cap: bigint; salt: string },
) {
  const types = {
    ReceiveWithAuthorization: field(
      'address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce',
    ),
  }
  const { to, value, cap, salt } = deposit
  const nonce = keccak256(
    AbiCoder.defaultAbiCoder().encode(['address', 'uint48', 'bytes32'], [to, cap, salt]),
  )
  const message = {
    from: await from.getAddress(),
    to: balances,
    value,
    validAfter: 0,
    validBefore: FAR,
    nonce,
  }
  return from.signTypedData(await domainOf(coin, from, 'Mock USD', '1'), types, message)
}

/** Signs a deposit through Permit2. */
export async function signPermit2(
  permit2: BaseContract,
  from: Signer,
  spender: string,
  permit: { permitted: { token: string; amount: bigint }; nonce: bigint; deadline: bigint },
  witness: { to: string; minUsd: bigint; cap: bigint },
) {
  const types = {
    PermitWitnessTransferFrom: field(
      'TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Deposit witness',
    ),
    Deposit: field('address to,uint256 minUsd,uint48 cap'),
    TokenPermissions: field('address token,uint256 amount'),
  }
  const { version: _none, ...domain } = await domainOf(permit2, from, 'Permit2', '')
  return from.signTypedData(domain, types, { ...permit, spender, witness })
}

/** What a deployment begins with, for tests: no issuer and no treasurer unless given. */
export function settingsOf(settings: {
  assets: readonly unknown[]
  operators: readonly unknown[]
  issuer?: { issuer: string; issueCents: bigint; reverseCents: bigint }
  treasurer?: string
}) {
  const { assets, operators, issuer, treasurer = ZeroAddress } = settings
  const noIssuer = { issuer: ZeroAddress, issueCents: 0n, reverseCents: 0n }
  return { assets, operators, issuer: issuer ?? noIssuer, treasurer }
}

async function domainOf(contract: BaseContract, signer: Signer, name: string, version: string) {
  if (signer.provider === null) throw new Error('The signer has no provider')
  const { chainId } = await signer.provider.getNetwork()
  return { name, version, chainId, verifyingContract: await contract.getAddress() }
}
