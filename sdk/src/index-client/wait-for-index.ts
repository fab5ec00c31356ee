import { SpaceError } from '../errors/index.ts'
import type { OperationOptions } from '../utils/index.ts'
import { asBigInt, asRecord, type IndexClient, queryIndex } from './query-index.ts'

const pollMs = 25

/** Waits until the subgraph has seen a block. Throws `INDEX_BEHIND` after the time is up. */
export async function waitForIndex(
  index: IndexClient,
  blockNumber: number,
  options: OperationOptions & { timeoutMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + (options.timeoutMs ?? 30_000)
  for (;;) {
    const { _meta } = await queryIndex(index, '{ _meta { block { number } } }', {}, options)
    const block = asRecord(asRecord(_meta, '_meta')['block'], '_meta.block')
    const reached = Number(asBigInt(block['number'], 'the number of a block'))
    if (reached >= blockNumber) return
    if (Date.now() >= deadline) throw new SpaceError('INDEX_BEHIND', { block: reached, needed: blockNumber })
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
