import assert from 'node:assert/strict'
import { artifacts } from 'hardhat'
import { measureNames } from './support/gas-names.ts'

const MAX_CODE_BYTES = 16 * 1024

describe('Names: cost', () => {
  it('keeps every operation inside its gas bar', async () => {
    const figures = await measureNames()
    assert.equal(figures.length, 18)
    const above = figures.filter(({ gas, bar }) => gas > bar)
    assert.deepEqual(above, [])
  })

  it('measures the same in every run', async () => {
    assert.deepEqual(await measureNames(), await measureNames())
  })

  it(`fits into ${MAX_CODE_BYTES} bytes`, async () => {
    const { deployedBytecode } = await artifacts.readArtifact('Names')
    assert.ok((deployedBytecode.length - 2) / 2 <= MAX_CODE_BYTES)
  })
})
