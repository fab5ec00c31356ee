import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deriveLocalKey, openLocal, sealLocal } from './local-seal.ts'
import { createMemoryState } from './state-store.ts'

const key = new Uint8Array(32).fill(7)
const text = (value: string) => new TextEncoder().encode(value)

describe('sealLocal', () => {
  it('is undone by openLocal with the same key and data, and is another each time', async () => {
    for (const plaintext of [text(''), text('a secret')]) {
      const [first, second] = [
        await sealLocal(key, plaintext, text('x')),
        await sealLocal(key, plaintext, text('x')),
      ]
      assert.notDeepEqual(first, second)
      assert.deepEqual(await openLocal(key, first, text('x')), plaintext)
      assert.deepEqual(await openLocal(key, second, text('x')), plaintext)
    }
  })

  it('opens nothing with another key, with other data, or that was changed or cut', async () => {
    const sealed = await sealLocal(key, text('a secret'), text('x'))
    assert.equal(await openLocal(new Uint8Array(32), sealed, text('x')), undefined)
    assert.equal(await openLocal(key, sealed, text('y')), undefined)
    assert.equal(await openLocal(key, sealed), undefined)
    for (const at of [0, 12, sealed.length - 1]) {
      assert.equal(await openLocal(key, sealed.with(at, (sealed[at] as number) ^ 1), text('x')), undefined)
    }
    for (const size of [0, 11, 27, sealed.length - 1])
      assert.equal(await openLocal(key, sealed.subarray(0, size), text('x')), undefined)
  })
})

describe('deriveLocalKey', () => {
  it('gives each use a key of its own', () => {
    const secret = new Uint8Array(32).fill(1)
    assert.deepEqual(deriveLocalKey(secret, 'journal'), deriveLocalKey(secret, 'journal'))
    assert.notDeepEqual(deriveLocalKey(secret, 'journal'), deriveLocalKey(secret, 'seen'))
    assert.notDeepEqual(deriveLocalKey(secret, 'journal'), deriveLocalKey(new Uint8Array(32), 'journal'))
  })
})

describe('createMemoryState', () => {
  it('keeps copies of values and logs, and removes both', async () => {
    const state = createMemoryState()
    assert.deepEqual([await state.read('a'), await state.readLog('a')], [undefined, []])
    const value = text('one')
    await state.write('a', value)
    await state.append('a', value)
    await state.append('a', text('two'))
    value.fill(0)
    assert.deepEqual(await state.read('a'), text('one'))
    assert.deepEqual(await state.readLog('a'), [text('one'), text('two')])
    await state.remove('a')
    assert.deepEqual([await state.read('a'), await state.readLog('a')], [undefined, []])
  })
})
