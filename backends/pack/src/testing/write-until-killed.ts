import { writeSync } from 'node:fs'
import { makeSeededBlock } from '@space/sdk/testing'
import { createRandom } from '../../../../test/support/random.ts'
import { openPackStore } from '../open-pack-store.ts'

/** Sizes on both sides of every limit: grouped and direct writes, segments that fill up. */
export function sizeOfSeed(seed: number): number {
  return [10, 1024, 4096, 200, 70_000, 140_000, 0, 16_384][seed % 8] as number
}

/** The head that the process sets: the first seed that is not yet stored. */
export const crashLabel = new Uint8Array(32).fill(7)

// A process of the crash test: stores blocks and a head until it is killed, and prints what is durable.
if (import.meta.main) {
  const [directory = '', first = '0'] = process.argv.slice(2)
  const store = await openPackStore(directory, { segmentBytes: 500_000, lockTimeoutMs: 10_000 })
  const random = createRandom(`writer from ${first}`)
  let seed = Number(first)
  while (true) {
    const count = 1 + random.below(6)
    const blocks = await Promise.all(
      Array.from({ length: count }, (_, i) => makeSeededBlock(seed + i, sizeOfSeed(seed + i))),
    )
    if (random.fraction() < 0.5) await store.blocks.putBatch(blocks)
    else for (const block of blocks) await store.blocks.put(block)
    seed += count
    const expected = await store.heads.get(crashLabel)
    await store.heads.compareAndSet(crashLabel, expected, new TextEncoder().encode(String(seed)))
    writeSync(1, `${seed}\n`)
  }
}
