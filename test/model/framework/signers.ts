import {
  computeAddress,
  concat,
  dataLength,
  dataSlice,
  id,
  Signature,
  SigningKey,
  type TypedDataDomain,
  TypedDataEncoder,
  type TypedDataField,
  toBeHex,
} from 'ethers'
import { admit, type Chain, deploy } from './chain.ts'
import type { Rng } from './rng.ts'
import { Refusal } from './step.ts'

/**
 * How an account signs: with its key; as a contract that asks a key (ERC-1271), always says yes, or never; or with its
 * key beside delegated code (EIP-7702) that asks another key or knows nothing of signatures.
 */
export type Signer = { address: string; label: string } & (
  | { kind: 'key' | 'contract'; key: SigningKey }
  | { kind: 'delegating'; key: SigningKey; codeKey?: SigningKey }
  | { kind: 'always' }
  | { kind: 'never' }
)

/** A typed message before it is signed (EIP-712). */
export type Message = {
  domain: TypedDataDomain
  types: Record<string, TypedDataField[]>
  value: Record<string, unknown>
}

/** Half of the order of secp256k1: a signature with a greater s is malleable and refused (EIP-2). */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Accounts of every kind, with money to send. Their addresses are the same on every chain. */
export async function createSigners(chain: Chain, deployer: string): Promise<Signer[]> {
  const keyHolders = ['alice', 'bob', 'carol', 'dave', 'erin'].map((label) => keySigner(label))
  const keyOf = (label: string) => new SigningKey(id(label))
  const codeKey = keyOf('code key')
  const contract = async (name: string, args: unknown[]) => deploy(chain, deployer, name, args)
  const wallet = await contract('KeyWallet', [computeAddress(codeKey)])
  const yes = await contract('JunkWallet', [concat(['0x1626ba7e', new Uint8Array(28)])])
  const junk = await contract('JunkWallet', [`0x${'ff'.repeat(32)}`])
  const plain = await contract('PlainCode', [])
  const smart: Signer = { ...keySigner('smart'), kind: 'delegating', codeKey }
  const bare: Signer = { ...keySigner('bare'), kind: 'delegating' }
  const signers: Signer[] = [
    ...keyHolders,
    { address: wallet, label: 'wallet', kind: 'contract', key: codeKey },
    { address: yes, label: 'yes', kind: 'always' },
    { address: junk, label: 'junk', kind: 'never' },
    { address: plain, label: 'plain', kind: 'never' },
    smart,
    bare,
  ]
  await chain.request('hardhat_setCode', [smart.address, concat(['0xef0100', wallet])])
  await chain.request('hardhat_setCode', [bare.address, concat(['0xef0100', plain])])
  for (const { address } of signers) await admit(chain, address)
  return signers
}

/** Fields as ethers wants them, from how Solidity writes them. */
export function toFields(text: string): TypedDataField[] {
  return text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ')
    return { type, name }
  })
}

/** The digest that is signed. */
export function digestOf({ domain, types, value }: Message): string {
  return TypedDataEncoder.hash(domain, types, value)
}

/** Whether a contract that takes signatures of keys and of ERC-1271 contracts has to believe this one. */
export function isSigned(
  signers: readonly Signer[],
  address: string,
  message: Message,
  signature: string,
): boolean {
  const signer = signers.find((one) => one.address === address.toLowerCase())
  const by = (key: SigningKey) => recover(message, signature) === computeAddress(key).toLowerCase()
  if (signer === undefined) return recover(message, signature) === address.toLowerCase()
  switch (signer.kind) {
    case 'always':
      return true
    case 'never':
      return false
    case 'delegating':
      return by(signer.key) || (signer.codeKey !== undefined && by(signer.codeKey))
    default:
      return by(signer.key)
  }
}

/** Whose key made a signature of 65 bytes, if it is one. */
export function recover(message: Message, signature: string): string | undefined {
  if (dataLength(signature) !== 65 || BigInt(dataSlice(signature, 32, 64)) > HALF_ORDER) return undefined
  return recoverLoosely(message, signature)
}

/** As OpenZeppelin's `ECDSA.recover`, which says what is wrong with a signature that has no key. */
export function recoverOrRefuse(message: Message, signature: string): string {
  if (dataLength(signature) !== 65) throw new Refusal('ECDSAInvalidSignatureLength', dataLength(signature))
  const s = dataSlice(signature, 32, 64)
  if (BigInt(s) > HALF_ORDER) throw new Refusal('ECDSAInvalidSignatureS', s)
  const signer = recoverLoosely(message, signature)
  if (signer === undefined) throw new Refusal('ECDSAInvalidSignature')
  return signer
}

/** As the EVM's `ecrecover`, for which either s will do. */
export function recoverLoosely(message: Message, signature: string): string | undefined {
  const v = Number(dataSlice(signature, 64))
  if (v !== 27 && v !== 28) return undefined
  const isHigh = BigInt(dataSlice(signature, 32, 64)) > HALF_ORDER
  try {
    const low = isHigh ? flip(signature) : signature
    return computeAddress(SigningKey.recoverPublicKey(digestOf(message), low)).toLowerCase()
  } catch {
    return undefined
  }
}

/** A signature of the message, or something near it. */
export function signRoughly(rng: Rng, signer: Signer, others: readonly Signer[], message: Message): string {
  const right = sign(signer, message)
  if (dataLength(right) !== 65 || rng.chance(0.85)) return right
  return rng.pick([
    () => sign(rng.pick(others), message),
    () => flip(right),
    () => Signature.from(right).compactSerialized,
    () => concat([dataSlice(right, 0, 64), toBeHex(rng.pick([0, 1, 29, 255]), 1)]),
    () => concat([rng.word(), dataSlice(right, 32)]),
    () => concat([right, '0x00']),
    () => '0x',
  ])()
}

/** The right signature, as far as the account can make one. */
export function sign(signer: Signer, message: Message): string {
  if (signer.kind === 'always' || signer.kind === 'never') return id(signer.label)
  return signer.key.sign(digestOf(message)).serialized
}

/** The other signature with the same meaning. */
function flip(signature: string): string {
  const s = ORDER - BigInt(dataSlice(signature, 32, 64))
  const v = 55 - Number(dataSlice(signature, 64))
  return concat([dataSlice(signature, 0, 32), toBeHex(s, 32), toBeHex(v, 1)])
}

function keySigner(label: string): Extract<Signer, { kind: 'key' | 'contract' }> {
  const key = new SigningKey(id(label))
  return { address: computeAddress(key).toLowerCase(), label, kind: 'key', key }
}
