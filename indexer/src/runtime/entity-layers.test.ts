import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EntityData, Value } from '../store/store.ts'
import { EntityLayer } from './entity-layers.ts'

const data = (fields: Record<string, Value>): EntityData => new Map(Object.entries(fields))
const idsOf = (layer: EntityLayer, target: string) =>
  [...layer.referring('Pet', 'owner', target)].map(([id]) => id)

test('knows entities, removed ones and nothing else', () => {
  const layer = new EntityLayer()
  layer.set('Pet', 'a', data({ id: 'a' }))
  layer.set('Pet', 'b', null)
  assert.equal(layer.get('Pet', 'a')?.get('id'), 'a')
  assert.equal(layer.get('Pet', 'b'), null)
  assert.equal(layer.get('Pet', 'c'), undefined)
  assert.equal(layer.get('User', 'a'), undefined)
})

test('finds by reference, before and after an entity changes', () => {
  const layer = new EntityLayer()
  layer.set('Pet', 'a', data({ owner: 'x' }))
  assert.deepEqual(idsOf(layer, 'x'), ['a'])
  layer.set('Pet', 'b', data({ owner: ['x', 'y'] }))
  assert.deepEqual(idsOf(layer, 'x'), ['a', 'b'])
  layer.set('Pet', 'a', data({ owner: Uint8Array.of(1) }))
  layer.set('Pet', 'b', null)
  assert.deepEqual([idsOf(layer, 'x'), idsOf(layer, 'y'), idsOf(layer, '0x01')], [[], [], ['a']])
})

test('moves into the layer below', () => {
  const [upper, lower] = [new EntityLayer(), new EntityLayer()]
  lower.set('Pet', 'a', data({ owner: 'x' }))
  upper.set('Pet', 'a', null)
  upper.set('Pet', 'b', data({ owner: 'x' }))
  assert.deepEqual(idsOf(lower, 'x'), ['a'])
  upper.drainInto(lower)
  assert.deepEqual([...upper.all()], [])
  assert.deepEqual(idsOf(lower, 'x'), ['b'])
  assert.deepEqual(
    [...lower.all()].map(([type, id, one]) => [type, id, one === null]),
    [
      ['Pet', 'a', true],
      ['Pet', 'b', false],
    ],
  )
})
