import assert from 'node:assert/strict'
import { CID } from 'multiformats/cid'
import { identity } from 'multiformats/hashes/identity'
import { raceSignal } from 'race-signal'
import { type ErrorCode, SpaceError } from '../errors/index.ts'
import { DAG_CBOR_CODEC, MAX_BLOCK_BYTES } from '../storage/check-block.ts'
import type { Backend, Block, PutProgress, VerifyHead } from '../storage/types.ts'
import { makeBlock, makeSeededBlock } from './make-blocks.ts'

/**
 * Checks that a promise rejects with an error of the catalogue; returns the error.
 *
 * @example
 * ```ts
 * import { createMemoryStore } from '@space/sdk'
 * import { rejectsWith } from '@space/sdk/testing'
 *
 * await rejectsWith(createMemoryStore().heads.get(new Uint8Array(31)), 'INPUT_INVALID')
 * ```
 */
export async function rejectsWith<Code extends ErrorCode>(
  work: Promise<unknown>,
  code: Code,
): Promise<SpaceError<Code>> {
  const error = await work.then(
    () => assert.fail(`expected ${code}`),
    (reason: unknown) => reason,
  )
  if (!SpaceError.is(error, code)) throw error
  return error
}

/** How the suite gets the backends that it tries. */
export type BackendConformanceOptions = {
  /** Opens a fresh and empty backend that may be written. */
  open(): Promise<Backend>
  /** Opens one that checks each new head; left out by a backend that cannot. */
  openVerifying?(verifyHead: VerifyHead): Promise<Backend>
}

/** One behaviour that a backend must have: `run` rejects when it does not. */
export type ConformanceCase = { name: string; run(): Promise<void> }

/**
 * What every writable backend has to do, as cases for any test runner. Each opens a backend of its own and closes it, so
 * they may run in any order and at the same time.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { createMemoryStore } from '@space/sdk'
 * import { backendConformance } from '@space/sdk/testing'
 *
 * describe('my backend', () => {
 *   for (const { name, run } of backendConformance({ open: async () => createMemoryStore() })) it(name, run)
 * })
 * ```
 */
export function backendConformance({ open, openVerifying }: BackendConformanceOptions): ConformanceCase[] {
  const onFresh = Object.entries({ ...blockCases, ...batchCases, ...headCases, ...abortCases })
  const cases = onFresh.map(([name, check]) => ({
    name,
    run: async () => {
      const backend = await open()
      try {
        await check(backend)
      } finally {
        await backend.close()
      }
    },
  }))
  const closing = {
    name: 'refuses every call after close, and closes twice without harm',
    run: () => checkClosing(open),
  }
  if (openVerifying === undefined) return [...cases, closing]
  const name = 'takes only heads that the check which it was given confirms'
  return [...cases, closing, { name, run: () => checkVerifying(openVerifying) }]
}

type Check = (backend: Backend) => Promise<void>

/** Waits for all of them first: a failure that no one waits for would end the process. */
async function rejectAll(calls: Promise<unknown>[], isRight: (reason: unknown) => boolean): Promise<void> {
  for (const [at, result] of (await Promise.allSettled(calls)).entries()) {
    assert.equal(result.status, 'rejected', `call ${at} did not reject`)
    assert.ok(isRight((result as PromiseRejectedResult).reason), `call ${at} rejected for another reason`)
  }
}

async function checkClosing(open: () => Promise<Backend>): Promise<void> {
  const closed = await open()
  const block = await makeSeededBlock(1, 10)
  const label = new Uint8Array(32)
  await closed.blocks.put(block)
  await closed.close()
  await closed.close()
  const listing = closed.blocks.list()
  const calls = [
    closed.blocks.put(block),
    closed.blocks.putBatch([block]),
    closed.blocks.get(block.cid),
    closed.blocks.has([block.cid]),
    closed.blocks.stat(),
    closed.blocks.sync(),
    (async () => listing[Symbol.asyncIterator]().next())(),
    closed.heads.get(label),
    closed.heads.compareAndSet(label, null, new Uint8Array(1)),
  ]
  await rejectAll(calls, (reason) => SpaceError.is(reason, 'STORE_CLOSED'))
}

async function checkVerifying(open: (verifyHead: VerifyHead) => Promise<Backend>): Promise<void> {
  const label = new Uint8Array(32).fill(7)
  const [good, bad] = [Uint8Array.of(1), Uint8Array.of(2)]
  const backend = await open(async (at, value) => at[0] === 7 && value[0] === 1)
  try {
    await rejectsWith(backend.heads.compareAndSet(label, null, bad), 'HEAD_REFUSED')
    assert.equal(await backend.heads.get(label), null)
    await backend.heads.compareAndSet(label, null, good)
    await rejectsWith(backend.heads.compareAndSet(label, good, bad), 'HEAD_REFUSED')
    assert.deepEqual(await backend.heads.get(label), good)
  } finally {
    await backend.close()
  }
}

const blockCases: Record<string, Check> = {
  'gives back what was put, from no bytes to the largest block, in both codecs': async (backend) => {
    const { blocks } = backend
    for (const sizeBytes of [0, 1, 1023, 128 * 1024 - 1, 128 * 1024, MAX_BLOCK_BYTES]) {
      const bytes = (await makeSeededBlock(sizeBytes + 1, sizeBytes)).bytes
      const block = await makeBlock(bytes, sizeBytes % 2 === 0 ? DAG_CBOR_CODEC : undefined)
      const receipt = await blocks.put(block)
      assert.equal(receipt.newBlocks, 1)
      assert.equal(receipt.sizeBytes, sizeBytes)
      assert.deepEqual(await blocks.get(block.cid), bytes)
    }
  },

  'keeps a copy: neither the bytes given nor the bytes got are its own': async (backend) => {
    const { blocks } = backend
    const { cid, bytes } = await makeSeededBlock(2, 5000)
    const expected = bytes.slice()
    await blocks.put({ cid, bytes })
    bytes.fill(0)
    const first = await blocks.get(cid)
    first.fill(1)
    assert.deepEqual(await blocks.get(cid), expected)
  },

  'knows what it has': async (backend) => {
    const { blocks } = backend
    const here = await makeSeededBlock(3, 100)
    const absent = await makeSeededBlock(4, 100)
    await blocks.put(here)
    assert.deepEqual(await blocks.has([absent.cid, here.cid, absent.cid]), [false, true, false])
    assert.deepEqual(await blocks.has([]), [])
    const error = await rejectsWith(blocks.get(absent.cid), 'BLOCK_MISSING')
    assert.equal(error.data.cid, absent.cid.toString())
    assert.equal(error.data.backend, backend.id)
  },

  'stores the same bytes once, whatever the codec': async (backend) => {
    const { blocks } = backend
    const block = await makeSeededBlock(5, 300)
    const twin = await makeBlock(block.bytes, DAG_CBOR_CODEC)
    const before = await blocks.stat()
    assert.equal((await blocks.put(block)).newBlocks, 1)
    assert.equal((await blocks.put(block)).newBlocks, 0)
    assert.equal((await blocks.put(twin)).newBlocks, 0)
    assert.deepEqual(await blocks.get(twin.cid), block.bytes)
    const after = await blocks.stat()
    assert.equal(after.blocks - before.blocks, 1)
    assert.equal(after.sizeBytes - before.sizeBytes, 300)
  },

  'refuses bytes that are not those of the CID, unless told that they are': async (backend) => {
    const { blocks } = backend
    const { cid } = await makeSeededBlock(6, 64)
    const { bytes } = await makeSeededBlock(7, 64)
    await rejectsWith(blocks.put({ cid, bytes }), 'BLOCK_CORRUPT')
    assert.deepEqual(await blocks.has([cid]), [false])
    await blocks.put({ cid, bytes }, { verify: false })
    const error = await rejectsWith(blocks.get(cid), 'BLOCK_CORRUPT')
    assert.equal(error.data.cid, cid.toString())
  },

  'leaves checking to a caller that says so, and checks when asked again': async (backend) => {
    const { blocks } = backend
    const { cid } = await makeSeededBlock(61, 64)
    const { bytes } = await makeSeededBlock(62, 64)
    await blocks.put({ cid, bytes }, { verify: false })
    assert.deepEqual(await blocks.get(cid, { verify: false }), bytes)
    await rejectsWith(blocks.get(cid), 'BLOCK_CORRUPT')
  },

  'takes a good copy in place of a damaged one': async (backend) => {
    const { blocks } = backend
    const good = await makeSeededBlock(8, 64)
    await blocks.put({ cid: good.cid, bytes: new Uint8Array(64) }, { verify: false })
    await rejectsWith(blocks.get(good.cid), 'BLOCK_CORRUPT')
    assert.deepEqual(await blocks.has([good.cid]), [false])
    assert.equal((await blocks.put(good)).newBlocks, 1)
    assert.deepEqual(await blocks.get(good.cid), good.bytes)
    assert.deepEqual(await blocks.has([good.cid]), [true])
  },

  'refuses what is not a block': async (backend) => {
    const { blocks } = backend
    const tooLarge = await makeSeededBlock(9, MAX_BLOCK_BYTES + 1)
    const version0 = CID.parse('QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn')
    const dagPb = CID.createV1(0x70, tooLarge.cid.multihash)
    const inline = CID.createV1(0x55, identity.digest(new Uint8Array(4)))
    await rejectsWith(blocks.put(tooLarge), 'BLOCK_UNSUPPORTED')
    for (const cid of [version0, dagPb, inline]) {
      await rejectsWith(blocks.put({ cid, bytes: new Uint8Array(4) }), 'BLOCK_UNSUPPORTED')
      await rejectsWith(blocks.get(cid), 'BLOCK_UNSUPPORTED')
      await rejectsWith(blocks.has([cid]), 'BLOCK_UNSUPPORTED')
    }
  },

  'lists every block once, oldest first, without those that come meanwhile': async (backend) => {
    const { blocks } = backend
    const [first, second, late] = await Promise.all([11, 12, 13].map((seed) => makeSeededBlock(seed, 20)))
    await blocks.putBatch(await Promise.all([14, 15, 16].map((seed) => makeSeededBlock(seed, 20))))
    let before = 0
    for await (const _cid of blocks.list()) before += 1
    await blocks.put(first as Block)
    await blocks.put(second as Block)
    const seen: string[] = []
    for await (const cid of blocks.list()) {
      await blocks.put(late as Block)
      seen.push(cid.toString())
    }
    assert.deepEqual(seen.slice(-2), [first?.cid.toString(), second?.cid.toString()])
    assert.equal(new Set(seen).size, seen.length)
    assert.equal(seen.length, before + 2)
  },
}

const batchCases: Record<string, Check> = {
  'takes batches from arrays and streams, and says what was new and that it is durable': async (backend) => {
    const { blocks } = backend
    const batch = await Promise.all([21, 22, 23, 22].map((seed) => makeSeededBlock(seed, 1000)))
    const events: PutProgress[] = []
    const onProgress = (event: PutProgress) => events.push(event)
    const receipt = await blocks.putBatch(batch, { onProgress })
    assert.deepEqual(receipt, { blocks: 4, newBlocks: 3, sizeBytes: 4000, durable: true })
    assert.deepEqual(events.at(-1), { type: 'blocks-durable', blocks: 4, sizeBytes: 4000 })

    const stream = async function* () {
      for (const block of batch) yield block
    }
    events.length = 0
    const again = await blocks.putBatch(stream(), { onProgress })
    assert.deepEqual(again, { blocks: 4, newBlocks: 0, sizeBytes: 4000, durable: true })
    assert.deepEqual(events.at(-1), { type: 'blocks-durable', blocks: 4, sizeBytes: 4000 })
    events.length = 0
    assert.equal((await blocks.putBatch([], { onProgress })).blocks, 0)
    assert.deepEqual(events, [])
  },

  'takes many puts and batches at once': async (backend) => {
    const { blocks } = backend
    const some = await Promise.all(Array.from({ length: 200 }, (_, i) => makeSeededBlock(1000 + i, 700)))
    const receipts = await Promise.all([
      ...some.map((block) => blocks.put(block)),
      blocks.putBatch(some),
      blocks.putBatch(some.toReversed()),
    ])
    assert.equal(
      receipts.reduce((sum, receipt) => sum + receipt.newBlocks, 0),
      200,
    )
    for (const { cid, bytes } of some) assert.deepEqual(await blocks.get(cid), bytes)
  },

  'passes on the error of a source and keeps what came before it': async (backend) => {
    const { blocks } = backend
    const block = await makeSeededBlock(31, 50)
    const failing = function* () {
      yield block
      throw new RangeError('the source broke')
    }
    await assert.rejects(blocks.putBatch(failing()), RangeError)
    assert.deepEqual(await blocks.get(block.cid), block.bytes)
  },

  'lets go of the source when a block in it is refused': async (backend) => {
    let released = false
    const good = await makeSeededBlock(32, 50)
    const source = (async function* () {
      try {
        yield { cid: good.cid, bytes: new Uint8Array(3) }
      } finally {
        released = true
      }
    })()
    await rejectsWith(backend.blocks.putBatch(source), 'BLOCK_CORRUPT')
    assert.ok(released)
  },
}

const label = (byte: number) => new Uint8Array(32).fill(byte)
const value = (text: string) => new TextEncoder().encode(text)

const headCases: Record<string, Check> = {
  'sets a head only over the expected value': async (backend) => {
    const { heads } = backend
    assert.equal(await heads.get(label(1)), null)
    await rejectsWith(heads.compareAndSet(label(1), value('a'), value('b')), 'HEAD_CONFLICT')
    await heads.compareAndSet(label(1), null, value('a'))
    assert.deepEqual(await heads.get(label(1)), value('a'))
    await rejectsWith(heads.compareAndSet(label(1), null, value('b')), 'HEAD_CONFLICT')
    const lost = await rejectsWith(heads.compareAndSet(label(1), value('x'), value('b')), 'HEAD_CONFLICT')
    assert.equal(lost.data.label, `0x${'01'.repeat(32)}`)
    await heads.compareAndSet(label(1), value('a'), value('b'))
    assert.deepEqual(await heads.get(label(1)), value('b'))
    assert.equal(await heads.get(label(2)), null)
  },

  'lets exactly one of many racing changes win': async (backend) => {
    const { heads } = backend
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => heads.compareAndSet(label(3), null, value(`${i}`))),
    )
    const winners = results.flatMap((result, i) => (result.status === 'fulfilled' ? [i] : []))
    assert.equal(winners.length, 1)
    assert.deepEqual(await heads.get(label(3)), value(`${winners[0]}`))
  },

  'distinguishes an empty value from none, and keeps a copy': async (backend) => {
    const { heads } = backend
    await heads.compareAndSet(label(4), null, new Uint8Array(0))
    assert.deepEqual(await heads.get(label(4)), new Uint8Array(0))
    await rejectsWith(heads.compareAndSet(label(4), null, value('a')), 'HEAD_CONFLICT')
    const next = value('kept')
    await heads.compareAndSet(label(4), new Uint8Array(0), next)
    next.fill(0)
    assert.deepEqual(await heads.get(label(4)), value('kept'))
  },

  'refuses labels and values of a wrong size': async (backend) => {
    const { heads } = backend
    await rejectsWith(heads.get(new Uint8Array(31)), 'INPUT_INVALID')
    await rejectsWith(heads.compareAndSet(new Uint8Array(33), null, value('a')), 'INPUT_INVALID')
    const huge = new Uint8Array(MAX_BLOCK_BYTES + 1)
    await rejectsWith(heads.compareAndSet(label(5), null, huge), 'INPUT_INVALID')
    await heads.compareAndSet(label(5), null, huge.subarray(1))
    assert.equal((await heads.get(label(5)))?.length, MAX_BLOCK_BYTES)
  },
}

const abortCases: Record<string, Check> = {
  'rejects every call with the reason of a signal that has aborted, and changes nothing': async (backend) => {
    const { blocks, heads } = backend
    const reason = new Error('no longer wanted')
    const options = { signal: AbortSignal.abort(reason) }
    const block = await makeSeededBlock(41, 10)
    const label = new Uint8Array(32).fill(41)
    const calls = [
      blocks.put(block, options),
      blocks.putBatch([block], options),
      blocks.get(block.cid, options),
      blocks.has([block.cid], options),
      blocks.stat(options),
      blocks.sync(options),
      (async () => blocks.list(options)[Symbol.asyncIterator]().next())(),
      heads.get(label, options),
      heads.compareAndSet(label, null, block.bytes, options),
    ]
    await rejectAll(calls, (thrown) => thrown === reason)
    assert.deepEqual(await blocks.has([block.cid]), [false])
    assert.equal(await heads.get(label), null)
  },

  'stops a batch at once while its source is silent': async (backend) => {
    const { blocks } = backend
    const controller = new AbortController()
    const block = await makeSeededBlock(42, 10)
    const source = async function* () {
      yield block
      controller.abort(new Error('enough'))
      await new Promise(() => {})
    }
    const putting = blocks.putBatch(source(), { signal: controller.signal })
    await assert.rejects(raceSignal(putting, AbortSignal.timeout(5000)), /enough/)
    assert.deepEqual(await blocks.get(block.cid), block.bytes)
  },

  'stops a listing': async (backend) => {
    const { blocks } = backend
    await blocks.putBatch(await Promise.all([43, 44].map((seed) => makeSeededBlock(seed, 10))))
    const controller = new AbortController()
    let seen = 0
    const walk = async () => {
      for await (const _cid of blocks.list({ signal: controller.signal })) {
        seen += 1
        controller.abort()
      }
    }
    await assert.rejects(walk(), { name: 'AbortError' })
    assert.equal(seen, 1)
  },
}
