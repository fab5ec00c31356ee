import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findMessagesIn } from './find-messages.ts'

const domain = 'constructor() EIP712("Space Things", "1") {}'

describe('the messages of a contract', () => {
  test('are its type strings, in one piece or several', () => {
    const source = `${domain} bytes32 constant A = keccak256("Take(address to,uint8 kind)");
      bytes32 constant B = keccak256(
        "Give(address to,"
        "uint256 nonce)"
      ); string constant NOT = "Take it (or leave it)";`
    const found = findMessagesIn([source])
    assert.deepEqual(
      found.map(({ type }) => type),
      ['Take(address to,uint8 kind)', 'Give(address to,uint256 nonce)'],
    )
    assert.deepEqual(found[0]?.domain, { name: 'Space Things', version: '1' })
  })

  test('do not include leaves, which are hashed but not signed', () => {
    assert.deepEqual(findMessagesIn([`${domain} "AudienceLeaf(bytes32 id)"`]), [])
  })

  test('include a witness under the domain of Permit2, and not by itself', () => {
    const witness = 'Deposit witness)Deposit(address to)TokenPermissions(address token,uint256 amount)'
    const [found, ...others] = findMessagesIn([`"Deposit(address to)"; "${witness}";`])
    assert.deepEqual(others, [])
    assert.equal(found?.foreign, true)
    assert.match(
      found?.type ?? '',
      /^PermitWitnessTransferFrom\(.+uint256 deadline,Deposit witness\)Deposit\(/,
    )
  })

  test('need a domain', () => {
    assert.throws(() => findMessagesIn(['"Take(address to)"']), /under which domain/)
  })
})
