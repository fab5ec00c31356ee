import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeForestRoot, encodeForestRoot, FOREST_MAX_OBJECTS } from '../../codec/forest.ts'
import { buildForest } from '../../crypto/build-forest.ts'
import { type StoredObject, storedObject } from '../../crypto/object.ts'
import { sealPass } from '../../crypto/pass.ts'
import { bobBind, bobKeys, bobSubject, hasCode, noise, repeat, scope } from '../../crypto/test-support.ts'
import { createMemoryStore } from '../../storage/index.ts'
import { compareBytes, equalBytes } from '../../utils/index.ts'
import { type FolderContext, storeObjects } from '../context.ts'
import type { OpenEpoch } from '../epoch/open-epoch.ts'
import { extendForest } from './forest.ts'
import type { Head } from './read-heads.ts'

const folder = repeat(0xaa, 32)
const epoch = { folder, state: { epoch: 2 } } as OpenEpoch

function makePass(number: number): Promise<StoredObject> {
  const secrets = [{ epoch: number, secret: repeat(number, 32) }]
  const { kemPublicKey } = bobKeys
  return sealPass({ scope, epoch: number, subject: bobSubject, bind: bobBind.digest, kemPublicKey, secrets })
}

/** A folder whose forest lists some objects, of which only those given are there. */
async function startWith(objects: readonly Uint8Array[], stored: readonly StoredObject[]) {
  const backend = createMemoryStore()
  const context = { backend } as unknown as FolderContext
  const nodes: StoredObject[] = []
  await buildForest([], { write: (made) => void nodes.push(made) })
  const node = nodes[0] as StoredObject
  const root = storedObject(
    encodeForestRoot({ generation: 4, blocks: node.digest, objects: objects.toSorted(compareBytes) }),
  )
  await storeObjects(context, [node, root, ...stored])
  const head = { entry: { forest: root.digest } } as unknown as Head
  return (object: Uint8Array, limit: number) =>
    extendForest({ context, epoch, heads: [head] }, { digests: [], objects: [object], limit }, {})
}

describe('extendForest', () => {
  const added = repeat(0xee, 32)
  const others = Array.from({ length: 20 }, (_, i) => noise(32, 2 * i + 1))

  it('keeps everything while there is room', async () => {
    const old = await makePass(1)
    const extend = await startWith([...others, old.digest], [old])
    const { root } = await extend(added, 22)
    const { generation, objects } = decodeForestRoot(root.bytes)
    assert.equal(generation, 4)
    assert.deepEqual(objects, [...others, old.digest, added].sort(compareBytes))
  })

  it('leaves the passes of earlier epochs out of a full list, and nothing else', async () => {
    const [old, older, current] = await Promise.all([makePass(1), makePass(0), makePass(2)])
    const passes = [old, older, current]
    const extend = await startWith([...others, ...passes.map(({ digest }) => digest)], passes)
    const { generation, objects } = decodeForestRoot((await extend(added, 23)).root.bytes)
    assert.equal(generation, 5)
    assert.deepEqual(objects, [...others, current.digest, added].sort(compareBytes))
  })

  it('refuses what does not fit by its own error, and stores nothing', async () => {
    const current = await makePass(2)
    const extend = await startWith([...others, current.digest], [current])
    await assert.rejects(extend(added, 21), hasCode('FOREST_FULL', /22 objects, and 21 fit/))
    await extend(current.digest, 21)
  })

  it('has room for as many objects as it says', () => {
    const objects = Array.from({ length: FOREST_MAX_OBJECTS }, (_, i) => {
      const digest = repeat(0xff, 32)
      new DataView(digest.buffer).setUint32(0, i)
      return digest
    })
    const root = encodeForestRoot({ generation: Number.MAX_SAFE_INTEGER, blocks: repeat(1, 32), objects })
    assert.ok(equalBytes(decodeForestRoot(root).objects.at(-1) as Uint8Array, objects.at(-1) as Uint8Array))
  })
})
