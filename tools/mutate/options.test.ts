import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readOptions } from './options.ts'

describe('readOptions', () => {
  it('takes every core, all of it, without options', () => {
    const { cores, json, list, gate, shard, seed, changed } = readOptions([])
    assert.deepEqual(cores, ['Names', 'Balances', 'Grants'])
    assert.deepEqual(
      { json, list, gate, shard, seed, changed },
      {
        json: false,
        list: false,
        gate: false,
        shard: undefined,
        seed: undefined,
        changed: undefined,
      },
    )
  })

  it('reads each option', () => {
    const line = '--contract grants --contract Names --shard 2/3 --seed 7 --workers 1 --changed main --json'
    assert.deepEqual(readOptions(line.split(' ')), {
      cores: ['Grants', 'Names'],
      shard: { index: 2, count: 3 },
      seed: 7,
      workers: 1,
      changed: 'main',
      json: true,
      list: false,
      gate: false,
    })
  })

  for (const line of [
    '--contract Lens',
    '--shard 0/3',
    '--shard 4/3',
    '--shard 1',
    '--seed x',
    '--workers 0',
    '--fast',
  ])
    it(`refuses ${line}`, () => assert.throws(() => readOptions(line.split(' ')), Error))
})
