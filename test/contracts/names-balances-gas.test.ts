import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { artifacts } from 'hardhat'
import { measureNames } from './support/gas-names-balances.ts'

/** Most bytes of code a contract may have. */
const SIZE_BARS = { Names: 9 * 1024 }

describe('Names: cost', () => {
  it('keeps every operation inside its gas bar', async () => {
    const figures = await measureNames()
    assert.equal(figures.length, 7)
    const above = figures.filter(({ gas, bar }) => gas > bar)
    assert.deepEqual(above, [])
  })

  it('measures the same in every run', async () => {
    assert.deepEqual(await measureNames(), await measureNames())
  })

  for (const [name, bar] of Object.entries(SIZE_BARS)) {
    it(`keeps ${name} within ${bar} bytes`, async () => {
      const { deployedBytecode } = JSON.parse(await readFile(await artifacts.getArtifactPath(name), 'utf8'))
      assert.ok((deployedBytecode.length - 2) / 2 <= bar)
    })
  }
})
