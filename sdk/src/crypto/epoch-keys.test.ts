import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fromHex } from '../utils/index.ts'
import { commitEpochSecret, deriveEpochKeys, deriveHeadLabel, matchesCommitment } from './epoch-keys.ts'
import { deriveScope } from './scope.ts'
import { epochKeys, epochSecret, location, repeat, scope } from './test-support.ts'

describe('epoch keys', () => {
  it('meet the reviewed values', () => {
    assert.deepEqual(scope, fromHex('7174beea257bab3ab019e29127fb3ccb733a2d7ad7d290a19e3a149eb121c459'))
    assert.deepEqual(
      commitEpochSecret(scope, 0, epochSecret),
      fromHex('32ca2c5d5321a653355eabb9303c8f0370e936688579e6338989c0eb99d65fdc'),
    )
    assert.deepEqual(
      epochKeys.convergence,
      fromHex('7cb3f696534fbff6144fa70b39ddfcd7015fed12cd7c29407e97dc161f94a6bf'),
    )
    assert.deepEqual(
      epochKeys.log,
      fromHex('9128d8bdbffdbcb16fc1516b1603323967f8079a42b8543725aa8d4009fa0abf'),
    )
  })

  it('change with chain, contract, folder and epoch', () => {
    const scopes = [
      deriveScope({ ...location, chainId: 1n }),
      deriveScope({ ...location, grants: repeat(1, 20) }),
      deriveScope({ ...location, folder: repeat(1, 32) }),
    ]
    for (const other of scopes) {
      assert.notDeepEqual(other, scope)
      assert.notDeepEqual(deriveEpochKeys(other, 0, epochSecret).convergence, epochKeys.convergence)
    }
    const next = deriveEpochKeys(scope, 1, epochSecret)
    for (const key of ['convergence', 'log', 'tag'] as const) assert.notDeepEqual(next[key], epochKeys[key])
  })

  it('match the committed secret and no other', () => {
    const commitment = commitEpochSecret(scope, 3, epochSecret)
    assert.ok(matchesCommitment(commitment, scope, 3, epochSecret))
    assert.ok(!matchesCommitment(commitment, scope, 2, epochSecret))
    assert.ok(!matchesCommitment(commitment, scope, 3, repeat(9, 32)))
  })

  it('give every author its own label', () => {
    const label = (author: number) => deriveHeadLabel(epochKeys.tag, scope, 0, repeat(author, 32))
    assert.notDeepEqual(label(1), label(2))
  })
})
