import type { EpochSecret } from '../codec/pass.ts'
import { decodeRecord, type EpochRecord, encodeRecord } from '../codec/record.ts'
import { SpaceError } from '../errors/index.ts'
import { equalBytes } from '../utils/index.ts'
import { backLinkTargets, openBackLink, sealBackLink } from './back-link.ts'
import { commitEpochSecret, matchesCommitment } from './epoch-keys.ts'
import { type StoredObject, storedObject } from './object.ts'

/** What a record is made of; commitment and links back follow from the secrets. */
export type MakeRecordInput = Omit<EpochRecord, 'commitment' | 'backLinks'> & {
  secret: Uint8Array
  /** Secrets of earlier epochs: all that `backLinkTargets` names. */
  earlier: readonly EpochSecret[]
}

/** A record that was read, with its digest. */
export type OpenedRecord = EpochRecord & { beyondV1: boolean; digest: Uint8Array }

/**
 * Makes the record of an epoch; its digest goes on chain. Format: docs/spec/record.md.
 *
 * @example
 * ```ts
 * const record = await makeRecord({ scope, epoch: 0, secret, earlier: [], passes, writers, ...rest })
 * ```
 */
export async function makeRecord(input: MakeRecordInput): Promise<StoredObject> {
  const { secret, earlier, ...fields } = input
  const { scope, epoch, barrier } = fields
  const backLinks = await Promise.all(
    backLinkTargets(epoch, barrier).map(async (target) => {
      const to = earlier.find((item) => item.epoch === target)
      if (to === undefined) {
        const reason = `the secret of epoch ${target} is needed for a link back`
        throw new SpaceError('INPUT_INVALID', { what: 'the list of earlier secrets', reason })
      }
      return { epoch: target, sealed: await sealBackLink(scope, { epoch, secret }, to) }
    }),
  )
  const commitment = commitEpochSecret(scope, epoch, secret)
  return storedObject(encodeRecord({ ...fields, commitment, backLinks }))
}

/**
 * Reads a record from storage. It must be the one whose digest the chain (or, at epoch 0, the
 * owner's pass) names, for that folder and epoch. Throws `RECORD_INVALID`.
 *
 * @example
 * ```ts
 * const record = openRecord(bytes, { digest, scope, epoch })
 * ```
 */
export function openRecord(
  bytes: Uint8Array,
  expected: { digest: Uint8Array; scope: Uint8Array; epoch: number },
): OpenedRecord {
  const { digest } = storedObject(bytes)
  if (!equalBytes(digest, expected.digest)) invalid('it is not the one that was named')
  const record = decodeRecord(bytes)
  if (!equalBytes(record.scope, expected.scope)) invalid('it is for another folder')
  if (record.epoch !== expected.epoch) invalid('it is for another epoch')
  return { ...record, digest }
}

/** Verifies the secret of an opened pass against the record that it is for. Throws `PASS_INVALID`. */
export function checkEpochSecret(record: EpochRecord, secret: Uint8Array): void {
  if (matchesCommitment(record.commitment, record.scope, record.epoch, secret)) return
  throw new SpaceError('PASS_INVALID', { reason: 'its secret is not the one that the record commits to' })
}

/**
 * Finds the secret of an earlier epoch by following links back, in about log2 steps. `recordOf` gives the
 * verified record of an epoch. Throws `RECORD_INVALID`, or `HISTORY_CLOSED` if no link leads there.
 *
 * @example
 * ```ts
 * const secret = await openEarlierEpoch({ record, secret }, 3, (epoch) => loadRecord(epoch))
 * ```
 */
export async function openEarlierEpoch(
  from: { record: EpochRecord; secret: Uint8Array },
  epoch: number,
  recordOf: (epoch: number) => Promise<EpochRecord>,
): Promise<Uint8Array> {
  let { record, secret } = from
  while (record.epoch > epoch) {
    const link = record.backLinks.findLast((candidate) => candidate.epoch >= epoch)
    if (link === undefined) break
    const opened = await openBackLink(record.scope, { epoch: record.epoch, secret }, link.epoch, link.sealed)
    const earlier = await recordOf(link.epoch)
    if (!matchesCommitment(earlier.commitment, record.scope, link.epoch, opened)) {
      invalid(`its link back to epoch ${link.epoch} gives a secret that is not that epoch's`)
    }
    record = earlier
    secret = opened
  }
  if (record.epoch !== epoch) throw new SpaceError('HISTORY_CLOSED', { epoch })
  return secret
}

function invalid(reason: string): never {
  throw new SpaceError('RECORD_INVALID', { reason })
}
