import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { artifacts } from 'hardhat'
import { measureBalances } from './support/gas-balances.ts'

/** Most bytes of code that Balances may have. */
const SIZE_BAR = 16 * 1024

describe('Balances: cost', function () {
  this.timeout(300_000)

  it('keeps every operation inside its gas bar', async () => {
    const figures = await measureBalances()
    const above = figures.filter(({ gas, bar }) => gas > bar)
    assert.deepEqual(above, [])
  })

  it(`keeps the code within ${SIZE_BAR} bytes`, async () => {
    const { deployedBytecode } = JSON.parse(
      await readFile(await artifacts.getArtifactPath('Balances'), 'utf8'),
    )
    assert.ok((deployedBytecode.length - 2) / 2 <= SIZE_BAR)
  })
})
