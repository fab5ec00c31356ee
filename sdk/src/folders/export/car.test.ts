import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CID } from 'multiformats/cid'
import { toHex } from '../../utils/index.ts'
import { encodeCarHeader, encodeCarSectionHead } from './car.ts'

const cid = CID.parse('bafyreihyrpefhacm6kkp4ql6j6udakdit7g3dmkzfriqfykhjw6cad5lrm')

describe('CARv1', () => {
  it('begins with the header of the carv1-basic fixture, for one root', () => {
    // The fixture of ipld.io has two roots; with its first alone the list is shorter by one item of 41 bytes.
    assert.equal(
      toHex(encodeCarHeader(cid)),
      '0x3aa265726f6f747381d82a58250001711220f88bc853804cf294fe417e4fa83028689fcdb1b1592c5102e1474dbc200fab8b6776657273696f6e01',
    )
  })

  it('puts the length of CID and bytes before each block', () => {
    assert.equal(toHex(encodeCarSectionHead(cid, 0)), `0x24${toHex(cid.bytes).slice(2)}`)
    assert.equal(toHex(encodeCarSectionHead(cid, 92)).slice(0, 6), '0x8001')
    assert.equal(toHex(encodeCarSectionHead(cid, 1_048_576)).slice(0, 8), '0xa48040')
  })
})
