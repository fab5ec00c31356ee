import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { runVector, type Vector } from './run-vector.ts'

const folder = import.meta.dirname

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  describe(`vectors of ${file}`, () => {
    const vectors: Vector[] = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
    for (const vector of vectors) {
      it(vector.name, async () => {
        assert.deepEqual(await runVector(vector), vector.expected, vector.description)
      })
    }
  })
}
