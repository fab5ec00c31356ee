import { CarWriter } from '@ipld/car/writer'
import type { CID } from 'multiformats/cid'
import type { Block } from '../../storage/index.ts'

/** Streams a CARv1 file with one root. Rejects with what reading the blocks throws. */
export async function* streamCar(root: CID, blocks: AsyncIterable<Block>): AsyncGenerator<Uint8Array> {
  const { writer, out } = CarWriter.create([root])
  const writing = writeAll(writer, blocks)
  // The failure is thrown below; this only keeps it from counting as unhandled when the stream is left early.
  writing.catch(() => {})
  yield* out
  await writing
}

async function writeAll(
  writer: ReturnType<typeof CarWriter.create>['writer'],
  blocks: AsyncIterable<Block>,
): Promise<void> {
  try {
    for await (const block of blocks) await writer.put(block)
  } finally {
    await writer.close()
  }
}
