import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runVector, type Vector } from './testing/run-vector.ts'

const folder = join(import.meta.dirname, '../../../test/vectors')

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
