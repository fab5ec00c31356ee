import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { runInLanes } from './run-in-lanes.ts'

type Task = { name: string; ms: number; alone?: true }

async function runAll(tasks: readonly Task[], lanes: number) {
  const running = new Set<string>()
  const together: string[] = []
  const results = await runInLanes(tasks, lanes, async ({ name, ms }) => {
    running.add(name)
    together.push([...running].join('+'))
    await setTimeout(ms)
    running.delete(name)
    return name
  })
  return { together, results }
}

describe('runInLanes', () => {
  it('fills the lanes, and gives results in the order of the tasks', async () => {
    const tasks = [
      { name: 'a', ms: 80 },
      { name: 'b', ms: 20 },
      { name: 'c', ms: 20 },
    ]
    assert.deepEqual(await runAll(tasks, 2), { together: ['a', 'a+b', 'a+c'], results: ['a', 'b', 'c'] })
    assert.deepEqual((await runAll(tasks, 1)).together, ['a', 'b', 'c'])
  })

  it('leaves alone what wants to be', async () => {
    const tasks: Task[] = [
      { name: 'a', ms: 40 },
      { name: 'b', ms: 10, alone: true },
      { name: 'c', ms: 10 },
      { name: 'd', ms: 10 },
    ]
    assert.deepEqual((await runAll(tasks, 2)).together, ['a', 'b', 'c', 'c+d'])
  })

  it('rejects with what a task rejects with', async () => {
    await assert.rejects(
      runInLanes([{}, {}], 2, async () => {
        throw new Error('broken')
      }),
      /broken/,
    )
  })
})
