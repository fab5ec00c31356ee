import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { encodeForestRoot } from '../../codec/forest.ts'
import { blockCid } from '../../codec/reference.ts'
import { blockType } from '../../crypto/block-type.ts'
import { buildForest } from '../../crypto/build-forest.ts'
import { type StoredObject, storedObject } from '../../crypto/object.ts'
import { sealBlock } from '../../crypto/seal-block.ts'
import { convergent, hasCode, noise } from '../../crypto/test-support.ts'
import { createMemoryStore } from '../../storage/index.ts'
import { compareBytes, toHex } from '../../utils/index.ts'
import { storeObjects } from '../context.ts'
import { measureForest } from './measure-forest.ts'

/** A forest over sealed blocks of these payloads, with two objects in clear. */
async function createForest(sizes: readonly number[]) {
  const backend = createMemoryStore()
  const sealed = await Promise.all(
    sizes.map((size, i) => sealBlock(blockType.chunk, noise(size, 2 * i + 1), convergent)),
  )
  for (const { digest, bytes } of sealed) await backend.blocks.put({ cid: blockCid(digest, 'raw'), bytes })
  const objects = [storedObject(noise(100, 3)), storedObject(noise(200, 5))]
  const nodes: StoredObject[] = []
  const digests = sealed.map(({ digest }) => digest)
  const blocks = await buildForest(digests, { write: (node) => void nodes.push(node) })
  const listed = objects.map(({ digest }) => digest).sort(compareBytes)
  const root = storedObject(encodeForestRoot({ generation: 0, blocks, objects: listed }))
  await storeObjects({ backend }, [...objects, ...nodes, root])
  return { backend, sealed, objects, forest: toHex(root.digest) }
}

describe('measureForest', () => {
  it('counts blocks and objects, each block once and by length', async () => {
    const { backend, forest } = await createForest([1, 500, 900, 3_000, 60_000, 60_000])
    assert.deepEqual(await measureForest(backend, forest), {
      blocks: 6,
      objects: 2,
      sizeBytes: 3 * 1_024 + 4_096 + 2 * 65_536 + 300,
      blocksBySize: { 1024: 3, 4096: 1, 65536: 2 },
    })
  })

  it('counts nothing in an empty forest but its objects', async () => {
    const { backend, forest } = await createForest([])
    assert.deepEqual(await measureForest(backend, forest), {
      blocks: 0,
      objects: 2,
      sizeBytes: 300,
      blocksBySize: {},
    })
  })

  it('refuses a digest that is none, and stops when it is told to', async () => {
    const { backend, forest } = await createForest([1])
    for (const wrong of ['', forest.slice(2), `${forest}00`, undefined]) {
      await assert.rejects(measureForest(backend, wrong as never), hasCode('INPUT_INVALID', /forest/))
    }
    const reason = new Error('enough')
    await assert.rejects(measureForest(backend, forest, { signal: AbortSignal.abort(reason) }), reason)
  })

  it('names what is missing or damaged', async () => {
    const { backend, sealed, objects, forest } = await createForest([1, 2, 3])
    const all = [
      ...sealed.map(({ digest }) => blockCid(digest, 'raw').toString()),
      ...objects.map(({ digest }) => blockCid(digest, 'dag-cbor').toString()),
    ]
    for (const broken of all) {
      const withBlock = (change: (bytes: Uint8Array) => Promise<Uint8Array>): typeof backend => ({
        ...backend,
        blocks: {
          ...backend.blocks,
          get: async (cid, options) => {
            const bytes = await backend.blocks.get(cid, options)
            return cid.toString() === broken ? change(bytes) : bytes
          },
        },
      })
      const flipped = withBlock(async (bytes) => bytes.with(0, (bytes[0] as number) ^ 1))
      const named = new RegExp(broken)
      await assert.rejects(measureForest(flipped, forest), hasCode('BLOCK_CORRUPT', named))
      const gone = withBlock(() => createMemoryStore().blocks.get(blockCid(noise(32, 7), 'raw')))
      await assert.rejects(measureForest(gone, forest), hasCode('BLOCK_MISSING'))
    }
  })
})
