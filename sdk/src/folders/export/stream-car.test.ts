import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CID } from 'multiformats/cid'
import type { Block } from '../../storage/index.ts'
import { toHex } from '../../utils/index.ts'
import { streamCar } from './stream-car.ts'

const cid = CID.parse('bafyreihyrpefhacm6kkp4ql6j6udakdit7g3dmkzfriqfykhjw6cad5lrm')
const header =
  '0x3aa265726f6f747381d82a58250001711220f88bc853804cf294fe417e4fa83028689fcdb1b1592c5102e1474dbc200fab8b6776657273696f6e01'

async function write(...sizes: number[]): Promise<string> {
  async function* blocks(): AsyncGenerator<Block> {
    for (const size of sizes) yield { cid, bytes: new Uint8Array(size) }
  }
  const pieces: Uint8Array[] = []
  for await (const piece of streamCar(cid, blocks())) pieces.push(piece)
  return toHex(Buffer.concat(pieces))
}

describe('streamCar', () => {
  it('begins with the header of the carv1-basic fixture, for one root', async () => {
    // The fixture of ipld.io has two roots; with its first alone the list is shorter by one item of 41 bytes.
    assert.equal(await write(), header)
  })

  it('puts the length of CID and bytes before each block', async () => {
    assert.equal(await write(0), `${header}24${toHex(cid.bytes).slice(2)}`)
    assert.equal((await write(92)).slice(header.length, header.length + 4), '8001')
    assert.equal((await write(1_048_576)).slice(header.length, header.length + 6), 'a48040')
    const section = `26${toHex(cid.bytes).slice(2)}0000`
    assert.equal(await write(2, 2), header + section + section)
  })

  it('ends with the failure of whatever gives the blocks', async () => {
    const failure = new Error('the store is gone')
    async function* blocks(): AsyncGenerator<Block> {
      yield { cid, bytes: new Uint8Array(1) }
      throw failure
    }
    const read = async () => {
      for await (const _piece of streamCar(cid, blocks()));
    }
    await assert.rejects(read, failure)
  })
})
