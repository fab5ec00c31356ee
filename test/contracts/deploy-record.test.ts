import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { SALT } from '../../deploy/create2.ts'
import { recordAddresses } from '../../deploy/record-addresses.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const names = { id: 'Names#Names', address: '0x01', block: 7 }
const lens = { id: 'Lens#Lens', address: '0x02', block: 9 }

describe('the record of addresses', () => {
  let path: string
  let folder: URL
  beforeEach(() => {
    path = temporaryFolder()
    folder = pathToFileURL(`${path}/new/`)
  })
  const read = async () => JSON.parse(await readFile(new URL('./10.json', folder), 'utf8'))

  it('keeps what other deployments on the chain recorded, and replaces what moved', async () => {
    await recordAddresses(10, [names, lens], folder)
    const record = await recordAddresses(10, [{ ...lens, address: '0x03', block: 11 }], folder)
    assert.deepEqual(record, {
      chainId: 10,
      salt: SALT,
      contracts: {
        'Names#Names': { address: '0x01', block: 7 },
        'Lens#Lens': { address: '0x03', block: 11 },
      },
    })
    assert.deepEqual(await read(), record)
    assert.deepEqual(await readdir(folder), ['10.json'], 'no draft is left')
  })

  it('survives a run that was killed while it wrote', async () => {
    await recordAddresses(10, [names], folder)
    await writeFile(new URL('./10.json.new', folder), '{"chainId": 1')
    await recordAddresses(10, [lens], folder)
    assert.deepEqual(Object.keys((await read()).contracts), ['Names#Names', 'Lens#Lens'])
  })

  it('does not mix deployments of two salts, and does not write over what it cannot read', async () => {
    await recordAddresses(10, [names], folder)
    const file = new URL('./10.json', folder)
    await writeFile(file, JSON.stringify({ chainId: 10, salt: '0x01', contracts: {} }))
    await assert.rejects(
      recordAddresses(10, [lens], folder),
      /10\.json is of another deployment, with the salt 0x01/,
    )
    await writeFile(file, 'junk')
    await assert.rejects(recordAddresses(10, [lens], folder), SyntaxError)
    assert.equal(await readFile(file, 'utf8'), 'junk')
  })
})
