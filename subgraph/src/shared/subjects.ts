import { Bytes } from '@graphprotocol/graph-ts'
import { Grant } from '../../generated/schema'
import { readNumber, sliceBytes } from './words'

const WALLET = 0x00
const GROUP = 0x01
const FOLDER = 0x03
const NAME_BYTES = 30

/** The wallet in a subject word; null for the other kinds. */
export function walletIn(subject: Bytes): Bytes | null {
  return subject[0] == WALLET ? sliceBytes(subject, 12, 32) : null
}

/** The subject word of a wallet. */
export function subjectOfWallet(wallet: Bytes): Bytes {
  return new Bytes(12).concat(wallet)
}

/** Says on a grant whom its subject means. */
export function applySubject(grant: Grant, subject: Bytes): void {
  grant.subject = subject
  if (subject[0] == WALLET) {
    grant.kind = 'WALLET'
    grant.account = walletIn(subject)
  } else if (subject[0] == GROUP) {
    grant.kind = 'GROUP'
  } else if (subject[0] == FOLDER) {
    grant.kind = 'FOLDER'
  } else {
    grant.kind = 'NAME'
    grant.name = sliceBytes(subject, 0, NAME_BYTES).concat(new Bytes(2))
    grant.nameGeneration = readNumber(subject, NAME_BYTES, 32) as i32
  }
}
