import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Backend } from '@space/sdk/storage'
import { makeSeededBlock } from '@space/sdk/testing'
import { createRandom, seed } from '../../../test/support/random.ts'
import { openPackStore } from './open-pack-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'
import { crashLabel, sizeOfSeed } from './testing/write-until-killed.ts'

const writer = fileURLToPath(new URL('./testing/write-until-killed.ts', import.meta.url))
const rounds = 50
const random = createRandom('kills')

/** Runs a writer and kills it; returns the first seed that it did not report as durable. */
async function writeAndKill(directory: string, first: number): Promise<number> {
  const child = spawn(process.execPath, [writer, directory, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SPACE_SEED: String(seed) },
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const closed = once(child, 'close')
  // Some are killed while they start and recover, most while they write.
  if (random.fraction() < 0.8) await Promise.race([once(child.stdout, 'data'), closed])
  await sleep(random.fraction() * 80)
  child.kill('SIGKILL')
  await closed
  assert.equal(child.signalCode, 'SIGKILL', 'the writer ended by itself')
  const lines = output.split('\n').slice(0, -1)
  return Number(lines.at(-1) ?? first)
}

async function checkBlocks(store: Backend, from: number, to: number): Promise<void> {
  for (let seed = from; seed < to; seed++) {
    const { cid, bytes } = await makeSeededBlock(seed, sizeOfSeed(seed))
    assert.deepEqual(await store.blocks.get(cid), bytes, `block ${seed}`)
  }
}

describe('kill -9 of a writer', () => {
  it(`loses nothing that was reported durable, ${rounds} times in a row (SPACE_SEED=${seed})`, {
    timeout: 300_000,
  }, async () => {
    const directory = join(temporaryDirectory(), 'store')
    let durable = 0
    for (let round = 0; round < rounds; round++) {
      const before = durable
      durable = await writeAndKill(directory, before)
      if (durable === 0) continue
      const reader = await openPackStore(directory, { access: 'read' })
      const head = Number(new TextDecoder().decode((await reader.heads.get(crashLabel)) ?? undefined))
      assert.ok(head >= durable, `the head says ${head}, ${durable} was reported`)
      await checkBlocks(reader, before, head)
      await reader.close()
    }
    assert.ok(durable > rounds, `only ${durable} blocks were written`)
    const store = await openPackStore(directory)
    await checkBlocks(store, 0, durable)
    for await (const cid of store.blocks.list()) await store.blocks.get(cid)
    await store.close()
  })
})
