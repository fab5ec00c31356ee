import { parseSchema } from '../../schema/parse-schema.ts'
import { openStore } from '../open-store.ts'
import type { EntityChange } from '../store.ts'
import { accountId, sampleBlock, toData } from './sample-changes.ts'
import { SAMPLE_SCHEMA } from './sample-schema.ts'

/**
 * A program to be killed: from its head on, commits block after block, singly and in batches, with a revert now
 * and then. Block n leaves two notes that say n and one payment of n, so that its result is known from its head.
 */
const [path = ''] = process.argv.slice(2)
const store = openStore({ path, schema: parseSchema(SAMPLE_SCHEMA), identity: 'crash' })

function changesOf(number: number): EntityChange[] {
  const note = (id: string): EntityChange => ({
    type: 'Note',
    id,
    data: toData({ id, text: String(number) }),
  })
  const id = BigInt(number)
  const payment = toData({ id, from: accountId(1), amount: id })
  return [note('left'), { type: 'Payment', id: String(number), data: payment }, note('right')]
}

process.stdout.write('ready\n')
for (let round = 0; ; round += 1) {
  const next = (store.head()?.number ?? 0) + 1
  const batch = Array.from({ length: 1 + (round % 5) }, (_, index) => next + index)
  store.commitBlocks(batch.map((number) => ({ block: sampleBlock(number), changes: changesOf(number) })))
  if (round % 7 === 6) store.revertTo(next - 3)
}
