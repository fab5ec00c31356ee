import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Interface, makeError } from 'ethers'
import { grantsAbi } from '../contracts/index.ts'
import { SpaceError } from '../errors/index.ts'
import { RpcError } from './http-request.ts'
import { decodeRevert, isFundsFailure, translateFailure } from './translate-failure.ts'

const data = new Interface(grantsAbi).encodeErrorResult('GrantsEpoch', [3, 4])
const chain = { endpoint: 'http://127.0.0.1:1' }
const translate = (failure: unknown) => translateFailure(chain, 'the test', failure)

describe('decodeRevert', () => {
  it('finds a custom error wherever nodes and ethers put it', () => {
    const places = [
      new RpcError({ code: 3, message: 'execution reverted', data }),
      new RpcError({ code: -32603, message: 'reverted', data: { message: 'x', data } }),
      { info: { error: { data } } },
      { error: { cause: { data } } },
      new SpaceError('INPUT_INVALID', { what: 'x', reason: 'y' }, { cause: { data } }),
    ]
    for (const failure of places)
      assert.deepEqual(decodeRevert(failure), { name: 'GrantsEpoch', args: [3n, 4n] })
  })

  it('finds nothing where there is none', () => {
    for (const failure of [
      undefined,
      null,
      'x',
      {},
      { data: '0x' },
      { data: '0x12345678' },
      { data: 'text' },
      new Error('x'),
    ]) {
      assert.equal(decodeRevert(failure), undefined)
    }
    const circular: { cause?: unknown } = {}
    circular.cause = circular
    assert.equal(decodeRevert(circular), undefined)
  })
})

describe('translateFailure', () => {
  it('names the custom error and its values', () => {
    const error = translate(new RpcError({ code: 3, message: 'execution reverted', data }))
    assert.ok(SpaceError.is(error, 'TRANSACTION_REVERTED'))
    assert.equal(error.data.reason, 'GrantsEpoch(3, 4)')
  })

  it('takes a revert without a custom error for one, from a node and from ethers', () => {
    const details = {
      action: 'call',
      data: null,
      transaction: {} as never,
      invocation: null,
      revert: null,
    } as const
    const failures = [
      new RpcError({ code: 3, message: 'out of gas' }),
      new RpcError({ code: -32000, message: 'execution reverted' }),
      makeError('reverted', 'CALL_EXCEPTION', { ...details, reason: 'because' }),
    ]
    const reasons = failures.map((failure) => {
      const error = translate(failure)
      assert.ok(SpaceError.is(error, 'TRANSACTION_REVERTED'))
      return error.data.reason
    })
    assert.deepEqual(reasons, ['out of gas', 'execution reverted', 'because'])
  })

  it('says that the node does not answer, for whatever way it has to do so', () => {
    for (const code of ['ECONNREFUSED', 'ETIMEDOUT', 'SERVER_ERROR']) {
      const error = translate(Object.assign(new Error('x'), { code }))
      assert.ok(SpaceError.is(error, 'CHAIN_UNREACHABLE'))
      assert.equal(error.data.url, chain.endpoint)
    }
    const page = makeError('not JSON', 'UNSUPPORTED_OPERATION', { operation: 'bodyJson' })
    assert.ok(SpaceError.is(translate(page), 'CHAIN_UNREACHABLE'))
  })

  it('passes on aborts, errors of the catalogue and what it does not know', () => {
    const others = [
      new DOMException('stop', 'AbortError'),
      new SpaceError('NAME_UNKNOWN', { name: 'x' }),
      new RpcError({ code: -32601, message: 'no such method' }),
      new TypeError('x'),
    ]
    for (const failure of others) assert.equal(translate(failure), failure)
  })
})

describe('isFundsFailure', () => {
  it('knows the words of Geth, Hardhat and ethers, and no others', () => {
    const yes = [
      new RpcError({ code: -32000, message: 'insufficient funds for gas * price + value' }),
      new RpcError({ code: -32000, message: "Sender doesn't have enough funds to send tx" }),
      makeError('x', 'INSUFFICIENT_FUNDS', { transaction: {} as never }),
    ]
    for (const failure of yes) assert.ok(isFundsFailure(failure))
    for (const failure of [
      new Error('insufficient funds'),
      new RpcError({ code: 3, message: 'reverted' }),
      null,
    ]) {
      assert.ok(!isFundsFailure(failure))
    }
  })
})
