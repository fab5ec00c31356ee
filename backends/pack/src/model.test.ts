import assert from 'node:assert/strict'
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Backend } from '@space/sdk/storage'
import { SpaceError } from '@space/sdk/storage'
import { makeSeededBlock } from '@space/sdk/testing'
import fc from 'fast-check'
import { openPackStore } from './open-pack-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'
import '../../../test/support/seed-fast-check.ts'

const root = temporaryDirectory()
let runs = 0

const seed = fc.integer({ min: 0, max: 60 })
const step = fc.oneof(
  fc.record({ type: fc.constant('put' as const), seed }),
  fc.record({ type: fc.constant('putBatch' as const), seeds: fc.array(seed, { maxLength: 12 }) }),
  fc.record({ type: fc.constant('get' as const), seed }),
  fc.record({ type: fc.constant('has' as const), seeds: fc.array(seed, { maxLength: 12 }) }),
  fc.record({ type: fc.constant('sync' as const) }),
  fc.record({ type: fc.constant('reopen' as const) }),
  fc.record({
    type: fc.constant('powerCut' as const),
    segmentPart: fc.double({ min: 0, max: 1, noNaN: true }),
    journalPart: fc.double({ min: 0, max: 1, noNaN: true }),
    garbage: fc.uint8Array({ maxLength: 60 }),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const blockOf = (number: number) => makeSeededBlock(number, [0, 10, 600, 3000, 150_000][number % 5] as number)

/** A store beside a model of it: which blocks are there, and which of them must survive a power cut. */
class Run {
  readonly present = new Set<number>()
  durable = new Set<number>()
  directory = join(root, String(++runs))
  store: Backend | undefined
  #durableBytes = new Map<string, number>()

  async open(): Promise<Backend> {
    this.store = await openPackStore(this.directory, { segmentBytes: 200_000 })
    return this.store
  }

  markDurable(): void {
    this.durable = new Set(this.present)
    for (const path of this.#segments())
      this.#durableBytes.set(path, statSync(join(this.directory, path)).size)
  }

  /**
   * Continues on what a disk may hold after the power failed: of files that were not synced any part is lost,
   * and there may be garbage instead.
   */
  async cutPower(cut: Extract<Step, { type: 'powerCut' }>): Promise<void> {
    const image = join(root, String(++runs))
    cpSync(this.directory, image, { recursive: true, filter: (path) => !path.includes('/locks/') })
    await this.store?.close()
    this.directory = image
    const last = this.#segments().at(-1)
    if (last !== undefined && !existsSync(join(image, last.replace('.pack', '.idx')))) {
      const path = join(image, last)
      const durableBytes = this.#durableBytes.get(last) ?? 0
      const lost = (statSync(path).size - durableBytes) * (1 - cut.segmentPart)
      truncateSync(path, statSync(path).size - Math.floor(lost))
      appendFileSync(path, cut.garbage)
      const journal = path.replace('.pack', '.journal')
      truncateSync(journal, Math.floor(statSync(journal).size * cut.journalPart))
    }
    await this.open()
    await this.#learnWhatIsLeft()
  }

  async #learnWhatIsLeft(): Promise<void> {
    for (const number of this.present) {
      const { cid } = await blockOf(number)
      const [here] = (await this.store?.blocks.has([cid])) ?? []
      if (here) continue
      assert.ok(!this.durable.has(number), `durable block ${number} is lost`)
      this.present.delete(number)
    }
    this.markDurable()
  }

  #segments(): string[] {
    const folder = join(this.directory, 'packs')
    return existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.pack'))
          .sort()
          .map((name) => join('packs', name))
      : []
  }
}

async function runStep(run: Run, one: Step): Promise<void> {
  const { blocks } = run.store ?? (await run.open())
  switch (one.type) {
    case 'put': {
      const receipt = await blocks.put(await blockOf(one.seed))
      assert.equal(receipt.newBlocks, isNew(run, one.seed) ? 1 : 0)
      run.present.add(one.seed)
      return
    }
    case 'putBatch': {
      const fresh = new Set(one.seeds.filter((number) => isNew(run, number)))
      // Blocks of no bytes are one block, whatever their seed.
      const empty = [...fresh].filter((number) => number % 5 === 0)
      const receipt = await blocks.putBatch(await Promise.all(one.seeds.map(blockOf)))
      assert.equal(receipt.newBlocks, fresh.size - Math.max(0, empty.length - 1))
      for (const number of one.seeds) run.present.add(number)
      run.markDurable()
      return
    }
    case 'get': {
      const { cid, bytes } = await blockOf(one.seed)
      const got = await blocks.get(cid).catch((error: unknown) => {
        if (SpaceError.is(error, 'BLOCK_MISSING')) return undefined
        throw error
      })
      assert.deepEqual(got, isNew(run, one.seed) ? undefined : bytes)
      return
    }
    case 'has': {
      const cids = await Promise.all(one.seeds.map(async (number) => (await blockOf(number)).cid))
      assert.deepEqual(
        await blocks.has(cids),
        one.seeds.map((number) => !isNew(run, number)),
      )
      return
    }
    case 'sync':
      await blocks.sync()
      run.markDurable()
      return
    case 'reopen':
      await run.store?.close()
      run.markDurable()
      await run.open()
      return
    case 'powerCut':
      await run.cutPower(one)
  }
}

function isNew(run: Run, number: number): boolean {
  if (number % 5 !== 0) return !run.present.has(number)
  return ![...run.present].some((other) => other % 5 === 0)
}

describe('pack store', () => {
  it('behaves like a map, over reopening and power cuts', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const run = new Run()
        await run.open()
        for (const one of steps) await runStep(run, one)
        const listed = new Set<string>()
        for await (const cid of run.store?.blocks.list() ?? []) listed.add(cid.toString())
        const expected = await Promise.all(
          [...run.present].map(async (n) => (await blockOf(n)).cid.toString()),
        )
        assert.deepEqual(listed, new Set(expected))
        await run.store?.close()
      }),
      { numRuns: 60 },
    )
  })

  it('finds the blocks behind a journal that is lost, and cuts off what is not one', async () => {
    const run = new Run()
    const store = await run.open()
    await store.blocks.putBatch(await Promise.all([1, 2, 3].map(blockOf)))
    run.present.add(1).add(2).add(3)
    run.markDurable()
    const garbage = new Uint8Array(50).fill(0x25)
    await run.cutPower({ type: 'powerCut', segmentPart: 1, journalPart: 0, garbage })
    assert.deepEqual(run.present, new Set([1, 2, 3]))
    const segment = readFileSync(join(run.directory, 'packs/00000001.pack'))
    assert.equal(segment.length, readFileSync(join(root, String(runs - 1), 'packs/00000001.pack')).length)
    await run.store?.close()
  })
})
