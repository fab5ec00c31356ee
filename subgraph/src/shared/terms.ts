import { BigInt } from '@graphprotocol/graph-ts'
import { Grant } from '../../generated/schema'
import { readField } from './words'

/** What a grant allows: the fields that a grant word and the terms of a batch have in common. */
export class Terms {
  constructor(
    readonly expiresAt: BigInt,
    readonly role: i32,
    readonly depth: i32,
    readonly fromNowOn: boolean,
    readonly guardian: boolean,
  ) {}

  /** From a grant word, LSB first: granter 160, expiry 36, issuedAt 36, generation 16, role 4, depth 2, flags 2. */
  static ofGrant(word: BigInt): Terms {
    return Terms.read(word, 160, 248)
  }

  /** From the argument of a batch, LSB first: expiry 36, spare 4, role 4, depth 2, flags 2. */
  static ofBatch(terms: BigInt): Terms {
    return Terms.read(terms, 0, 40)
  }

  private static read(word: BigInt, expiryAt: i32, roleAt: i32): Terms {
    return new Terms(
      BigInt.fromU64(readField(word, expiryAt, 36)),
      readField(word, roleAt, 4) as i32,
      readField(word, roleAt + 4, 2) as i32,
      readField(word, roleAt + 6, 1) == 1,
      readField(word, roleAt + 7, 1) == 1,
    )
  }

  equal(grant: Grant): boolean {
    return (
      this.role == grant.role &&
      this.depth == grant.depth &&
      this.expiresAt.equals(grant.expiresAt) &&
      this.fromNowOn == grant.fromNowOn &&
      this.guardian == grant.guardian
    )
  }

  /** Whether any of role, depth and expiry is less than what the grant has. */
  lower(grant: Grant): boolean {
    return this.role < grant.role || this.depth < grant.depth || this.expiresAt.lt(grant.expiresAt)
  }
}
