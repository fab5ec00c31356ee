import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { authorFlag } from '../../codec/author-list.ts'
import { deriveAuthorKey } from '../../crypto/author-key.ts'
import { hasCode, repeat, scope } from '../../crypto/test-support.ts'
import type { WriterIdentity } from '../members/identity.ts'
import { checkWriter } from './check-writer.ts'
import type { EpochSession } from './open-epoch.ts'

const [device, other] = [repeat(1, 32), repeat(2, 32)]
const authorOf = (secret: Uint8Array) => deriveAuthorKey(secret, scope).author

function check(writers: { author: Uint8Array; flags: number }[], deviceSecret = device): void {
  const epoch = { folder: repeat(0xaa, 32), scope, state: { epoch: 3 }, record: { writers } }
  checkWriter({ identity: { deviceSecret }, epoch } as unknown as EpochSession<WriterIdentity>)
}

describe('checkWriter', () => {
  it('takes a device that the record lists with the right to write', () => {
    check([{ author: authorOf(device), flags: authorFlag.write }])
    check([
      { author: authorOf(other), flags: authorFlag.write },
      { author: authorOf(device), flags: authorFlag.write | authorFlag.admit },
    ])
  })

  it('refuses any other by the number of the epoch', () => {
    const refused = hasCode('WRITER_UNLISTED', /epoch 3/)
    assert.throws(() => check([]), refused)
    assert.throws(() => check([{ author: authorOf(other), flags: authorFlag.write }]), refused)
    assert.throws(() => check([{ author: authorOf(device), flags: authorFlag.admit }]), refused)
  })
})
