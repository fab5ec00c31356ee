import type { AddressLike, Signer, TypedDataField } from 'ethers'
import { AbiCoder, concat, id, keccak256, resolveAddress, toBeHex } from 'ethers'

const LEAF_TYPE =
  'AudienceLeaf(uint256 chainId,address grants,bytes32 folder,bytes32 id,uint32 index,bytes32 subject,uint256 terms)'

/** One member of an audience. */
export type Leaf = { index: number; subject: string; terms: bigint }

/** Where an audience is. */
export type Audience = { chainId: bigint; grants: string; folder: string; id: string }

/** Hash of a leaf as `Grants` makes it. */
export function hashLeaf({ chainId, grants, folder, id: audience }: Audience, leaf: Leaf): string {
  const types = [
    ...['bytes32', 'uint256', 'address', 'bytes32', 'bytes32'],
    ...['uint32', 'bytes32', 'uint256'],
  ]
  const values = [id(LEAF_TYPE), chainId, grants, folder, audience, leaf.index, leaf.subject, leaf.terms]
  return keccak256(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)))
}

/** Node above two nodes. */
export function hashPair(a: string, b: string): string {
  return keccak256(concat([a, b].sort()))
}

/** Root and siblings of a tree whose pairs are sorted; a node without a partner moves up as it is. */
export function buildTree(leaves: readonly string[]): {
  root: string
  siblingsOf: (index: number) => string[]
} {
  const levels: string[][] = [[...leaves]]
  for (let level = levels[0] ?? []; level.length > 1; level = levels.at(-1) ?? []) {
    const above: string[] = []
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = level.slice(i, i + 2) as [string, string?]
      above.push(right === undefined ? left : hashPair(left, right))
    }
    levels.push(above)
  }
  const siblingsOf = (index: number): string[] =>
    levels.map((level, height) => level[(index >> height) ^ 1]).filter((node) => node !== undefined)
  return { root: levels.at(-1)?.[0] ?? '', siblingsOf }
}

/** Proof of kind 2. */
export function leafProof(audience: string, leaf: Leaf, siblings: readonly string[]): string {
  return concat(['0x02', audience, toBeHex(leaf.index, 4), leaf.subject, toBeHex(leaf.terms, 6), ...siblings])
}

/** Proof of kind 3. */
export async function groupProof(adapter: AddressLike, groupId: string, data = '0x'): Promise<string> {
  return concat(['0x03', await resolveAddress(adapter), groupId, data])
}

/** Subject of a group. */
export async function groupSubject(adapter: AddressLike, groupId: string): Promise<string> {
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ['address', 'bytes32'],
    [await resolveAddress(adapter), groupId],
  )
  return concat(['0x01', `0x${keccak256(encoded).slice(4)}`])
}

/** Subject of a folder that is used as a group. */
export function folderSubject(folder: string): string {
  return concat(['0x03', `0x${keccak256(folder).slice(4)}`])
}

/** The types of everything that is signed for `Grants` (EIP-712). */
export const grantsTypes = {
  GrantRequest: fields(
    'address by,bytes32 folder,bytes32 subject,uint256 terms,bytes32 pass,uint256 nonce,uint40 deadline',
  ),
  RevokeRequest: fields('address by,bytes32 folder,bytes subjects,uint256 nonce,uint40 deadline'),
  AdvanceRequest: fields(
    'address by,bytes32 folder,uint32 expectedEpoch,uint32 expectedNarrowed,bytes32 record,uint40 dueAt,bytes subjects,uint256 nonce,uint40 deadline',
  ),
  Succession: fields('address from,address to,uint256 nonce'),
  SignedGrant: fields(
    'address signer,bytes32 folder,bytes32 subject,uint8 role,uint40 expiry,uint16 generation,uint40 signerIssuedAt,uint256 nonce',
  ),
} as const

/** Signs one of `grantsTypes`. */
export async function signForGrants(
  signer: Signer,
  grants: AddressLike,
  type: keyof typeof grantsTypes,
  message: Record<string, unknown>,
): Promise<string> {
  if (signer.provider === null) throw new Error('The signer has no provider')
  const { chainId } = await signer.provider.getNetwork()
  const domain = {
    name: 'Space Grants',
    version: '1',
    chainId,
    verifyingContract: await resolveAddress(grants),
  }
  return signer.signTypedData(domain, { [type]: grantsTypes[type] }, message)
}

/** Proof of kind 4. */
export function signedGrantProof(
  grant: { signer: string; subject: string; terms: bigint; nonce: bigint },
  signature: string,
): string {
  return concat([
    '0x04',
    grant.signer,
    grant.subject,
    toBeHex(grant.terms, 6),
    toBeHex(grant.nonce, 32),
    signature,
  ])
}

function fields(list: string): TypedDataField[] {
  return list.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ')
    return { type, name }
  })
}
