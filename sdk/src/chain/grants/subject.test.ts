import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nameSubject } from '../../codec/subject.ts'
import { SpaceError } from '../../errors/index.ts'
import { type Hex, toHex } from '../../utils/index.ts'
import { randomAddress } from '../test-support.ts'
import { addressSubject, decodeSubject, describeSubject } from './subject.ts'

describe('decodeSubject', () => {
  it('gives back the address of a wallet', () => {
    const address = randomAddress()
    const subject = addressSubject(address)
    assert.equal(subject, `0x${'00'.repeat(12)}${address.slice(2).toLowerCase()}`)
    assert.deepEqual(decodeSubject(subject), { kind: 'wallet', address })
    assert.equal(describeSubject(subject), address)
  })

  it('gives back name and generation, also of the longest name', () => {
    for (const name of ['bob', '0x0', 'a'.repeat(30)]) {
      for (const generation of [0, 1, 65_535]) {
        const subject = toHex(nameSubject(name, generation))
        assert.deepEqual(decodeSubject(subject), { kind: 'name', name, generation })
        assert.equal(describeSubject(subject), `@${name}`)
      }
    }
  })

  it('knows the other kinds by their first byte', () => {
    const kindOf = (first: string) => decodeSubject(`0x${first}${'11'.repeat(31)}`).kind
    assert.deepEqual(['01', '02', '03', '04', '2f', '3a', '60', '7b', 'ff'].map(kindOf), [
      'group',
      'tag',
      'folder',
      ...Array(6).fill('unknown'),
    ])
    const group: Hex = `0x01${'11'.repeat(31)}`
    assert.equal(describeSubject(group), `group ${group}`)
  })

  it('refuses what is not 32 bytes, and an address that is none', () => {
    const invalid = (error: unknown) => SpaceError.is(error, 'INPUT_INVALID')
    assert.throws(() => decodeSubject('0x00'), invalid)
    assert.throws(() => addressSubject('0x00'), invalid)
  })
})
