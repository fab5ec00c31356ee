import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { readGasFile } from './support/gas.ts'
import { renderGasTable } from './support/gas-table.ts'

const readme = new URL('../../contracts/README.md', import.meta.url)

describe('the gas table of contracts/README.md', () => {
  it('shows the figures of contracts/gas.json; UPDATE_GAS=1 writes it anew', async () => {
    const text = await readFile(readme, 'utf8')
    const table = `<!-- gas -->\n\n${renderGasTable(await readGasFile())}\n\n<!-- /gas -->`
    const expected = text.replace(/<!-- gas -->[\s\S]*<!-- \/gas -->/, () => table)
    if (process.env['UPDATE_GAS'] === '1') await writeFile(readme, expected)
    else assert.equal(text, expected)
  })

  it('names an operation that is no longer measured', async () => {
    assert.throws(() => renderGasTable({}), /gas\.json has no "Names\.register"/)
  })
})
