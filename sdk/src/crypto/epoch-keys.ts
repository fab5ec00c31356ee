import { u32 } from '../codec/integers.ts'
import { equalBytes } from '../utils/index.ts'
import { deriveKey, hashFramed } from './derive.ts'

/** What the holder of an epoch's secret can derive. */
export type EpochKeys = {
  /** Gives equal plaintexts of the epoch equal blocks. */
  convergence: Uint8Array
  /** Seals the log: changes and frontiers. */
  log: Uint8Array
  /** Makes the labels under which heads are kept. */
  tag: Uint8Array
}

/** The three keys of an epoch (docs/spec/epoch.md). */
export function deriveEpochKeys(scope: Uint8Array, epoch: number, epochSecret: Uint8Array): EpochKeys {
  const parts = [scope, u32(epoch)] as const
  return {
    convergence: deriveKey(epochSecret, 'conv', ...parts),
    log: deriveKey(epochSecret, 'log', ...parts),
    tag: deriveKey(epochSecret, 'tag', ...parts),
  }
}

/** The commitment to an epoch's secret that its record carries, so that all members hold the same one. */
export function commitEpochSecret(scope: Uint8Array, epoch: number, epochSecret: Uint8Array): Uint8Array {
  return hashFramed('commit', scope, u32(epoch), epochSecret)
}

/** Whether a secret is the one that a record commits to. */
export function matchesCommitment(
  commitment: Uint8Array,
  scope: Uint8Array,
  epoch: number,
  epochSecret: Uint8Array,
): boolean {
  return equalBytes(commitEpochSecret(scope, epoch, epochSecret), commitment)
}

/** The label of an author's newest entry in a store of heads: only members can make it. */
export function deriveHeadLabel(
  tagKey: Uint8Array,
  scope: Uint8Array,
  epoch: number,
  author: Uint8Array,
): Uint8Array {
  return deriveKey(tagKey, 'head', scope, u32(epoch), author)
}
