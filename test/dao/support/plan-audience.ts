import type { Hex } from '@space/sdk'
import type { Chain } from '@space/sdk/chain'
import { AbiCoder, concat, id, keccak256, toBeHex } from 'ethers'

/** Somebody in an audience: a subject and the terms that it gets (the low 48 bits of a grant's terms). */
export type Listed = { subject: Hex; terms: bigint }

const LEAF = id(
  'AudienceLeaf(uint256 chainId,address grants,bytes32 folder,bytes32 id,uint32 index,bytes32 subject,uint256 terms)',
)
const coder = AbiCoder.defaultAbiCoder()
const types = ['bytes32', 'uint256', 'address', 'bytes32', 'bytes32', 'uint32', 'bytes32', 'uint256']

/** The Merkle tree over an audience as `IGrantsAudiences` defines it, for a number of members that is a power of two. */
export function planAudience(chain: Chain, folder: Hex, audience: string, members: readonly Listed[]) {
  const leaves = members.map(({ subject, terms }, index) => {
    const values = [LEAF, chain.chainId, chain.addresses.grants, folder, audience, index, subject, terms]
    return keccak256(keccak256(coder.encode(types, values)))
  })
  const levels = [leaves]
  for (let level = leaves; level.length > 1; ) {
    level = Array.from({ length: level.length / 2 }, (_, i) =>
      hashPair(level[2 * i] ?? '', level[2 * i + 1] ?? ''),
    )
    levels.push(level)
  }
  return {
    root: levels.at(-1)?.[0] ?? '',
    /** What the member at this place shows to `hasAccess`. */
    proofOf(index: number): string {
      const { subject, terms } = members[index] as Listed
      const siblings = levels.slice(0, -1).map((level, height) => level[(index >> height) ^ 1] ?? '')
      return concat(['0x02', audience, toBeHex(index, 4), subject, toBeHex(terms, 6), ...siblings])
    },
  }
}

function hashPair(a: string, b: string): string {
  return keccak256(BigInt(a) < BigInt(b) ? concat([a, b]) : concat([b, a]))
}
