import { computeAddress, concat, dataLength, Signature, type SigningKey } from 'ethers'
import { type Message, recoverLoosely, recoverOrRefuse, type Signer } from '../framework/signers.ts'
import { Refusal } from '../framework/step.ts'

/** Code that does not answer as ERC-1271 has it: the call of Permit2 fails without a word. */
const NO_ANSWER = 'data 0x'

/** What Permit2 says about a signature: an account with code is asked by ERC-1271, and its key counts for nothing. */
export function checkPermit2Signature(
  signers: readonly Signer[],
  from: string,
  message: Message,
  signature: string,
): void {
  const signer = signers.find(({ address }) => address === from)
  if (signer === undefined || signer.kind === 'key') checkByKey(from, message, signature)
  else if (signer.kind !== 'always') checkByCode(codeKeyOf(signer), message, signature)
}

function codeKeyOf(signer: Signer): SigningKey | undefined {
  if (signer.kind === 'delegating') return signer.codeKey
  return signer.kind === 'contract' ? signer.key : undefined
}

function checkByCode(key: SigningKey | undefined, message: Message, signature: string): void {
  if (key === undefined) throw new Refusal(NO_ANSWER)
  if (recoverOrRefuse(message, signature) !== computeAddress(key).toLowerCase())
    throw new Refusal('InvalidContractSignature')
}

/** Short signatures (EIP-2098) and the higher s are as good as others. */
function checkByKey(from: string, message: Message, signature: string): void {
  const length = dataLength(signature)
  if (length !== 64 && length !== 65) throw new Refusal('InvalidSignatureLength')
  const signer = recoverLoosely(message, length === 64 ? expand(signature) : signature)
  if (signer === undefined) throw new Refusal('InvalidSignature')
  if (signer !== from) throw new Refusal('InvalidSigner')
}

function expand(short: string): string {
  const { r, s, v } = Signature.from(short)
  return concat([r, s, v === 27 ? '0x1b' : '0x1c'])
}
