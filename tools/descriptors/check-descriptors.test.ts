import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Interface } from 'ethers'
import { parseComment } from '../natspec/parse-comment.ts'
import type { ContractDocs } from '../natspec/read-contract.ts'
import { checkDescriptors } from './check-descriptors.ts'
import type { Message } from './find-messages.ts'
import { renderDescriptors } from './render-descriptors.ts'

const abi = new Interface([
  'function grant(bytes32 folder, uint256 terms, uint40 deadline)',
  'function depositStable(uint256 amount, address to, uint48 cap) payable',
  'function withdraw(uint256 usd, address to)',
  'function withdrawFor(address account, uint256 usd, bytes signature)',
  'function look(uint256 usd) view returns (uint256)',
])
const notices: Record<string, string> = {
  depositStable: 'Pulls `amount` (`cap` aside) {so} for `to`; up to `cap`.',
  withdraw: 'Sends `usd` out. No more.',
  withdrawFor: 'Does the same for `account`.',
}
const docs = {
  name: 'Things',
  functions: abi.fragments
    .filter((fragment) => fragment.type === 'function')
    .map((fragment) => ({
      fragment,
      comment: parseComment(notices[(fragment as unknown as { name: string }).name] ?? ''),
    })),
} as unknown as ContractDocs
const address = '0x1111111111111111111111111111111111111111'
const domain = { name: 'Space Things', version: '1' }
const message: Message = { type: 'Withdraw(address account,uint256 usd)', domain, foreign: false }
const permit: Message = {
  type: 'PermitWitnessTransferFrom(TokenPermissions permitted,address spender,Deposit witness)Deposit(address to,uint48 cap)TokenPermissions(address token,uint256 amount)',
  domain: { name: 'Permit2' },
  foreign: true,
}
const messages = [message, permit]

type Json = Record<string, unknown>
type Format = { interpolatedIntent?: string; intent: string; fields: Json[] }

function render(): Map<string, Json> {
  const files = renderDescriptors(docs, messages, [
    { chainId: 1, address, stable: address, permit2: address },
  ])
  return new Map([...files].map(([file, text]) => [file, JSON.parse(text)]))
}

function formatsOf(file: string, descriptors = render()): Record<string, Format> {
  const descriptor = descriptors.get(`contracts/descriptors/${file}.json`) as Json
  return (descriptor.display as { formats: Record<string, Format> }).formats
}

/** Breaks the descriptor of the calls and tells what the check says. */
function complaintsAfter(change: (descriptor: Json, formats: Record<string, Format>) => void): string[] {
  const descriptors = render()
  const descriptor = descriptors.get('contracts/descriptors/calldata-things.json') as Json
  change(descriptor, formatsOf('calldata-things', descriptors))
  const types = messages.map(({ type }) => type)
  return checkDescriptors(abi, types, descriptors)
}

const KEY = 'depositStable(uint256 amount,address to,uint48 cap)'
const format = (formats: Record<string, Format>) => formats[KEY] as Format

describe('rendered descriptors', () => {
  test('pass the check', () => {
    assert.deepEqual(
      complaintsAfter(() => {}),
      [],
    )
  })

  test('are one for calls, one for messages, one for each foreign domain', () => {
    assert.deepEqual(
      [...render().keys()].map((file) => file.replace('contracts/descriptors/', '')),
      ['calldata-things.json', 'eip712-things.json', 'eip712-permit2-things.json'],
    )
  })

  test('say in a sentence what the notice says, with the values that are always shown', () => {
    const { intent, interpolatedIntent } = format(formatsOf('calldata-things'))
    assert.equal(intent, 'Deposit stable')
    assert.equal(interpolatedIntent, 'Pulls {amount} {{so}} for {to}')
  })

  test('say of a sponsored call and of a message what the direct call does', () => {
    const call = formatsOf('calldata-things')['withdrawFor(address account,uint256 usd,bytes signature)']
    assert.deepEqual([call?.intent, call?.interpolatedIntent], ['Withdraw for a signer', 'Sends {usd} out'])
    const signed = formatsOf('eip712-things')[message.type]
    assert.deepEqual([signed?.intent, signed?.interpolatedIntent], ['Withdraw', 'Sends {usd} out'])
  })

  test('say nothing where no notice does', () => {
    const grant = formatsOf('calldata-things')['grant(bytes32 folder,uint256 terms,uint40 deadline)']
    assert.ok(grant !== undefined && !('interpolatedIntent' in grant))
  })

  test('take packed terms apart and hide signatures', () => {
    const formats = formatsOf('calldata-things')
    const grant = formats['grant(bytes32 folder,uint256 terms,uint40 deadline)']
    assert.deepEqual(
      grant?.fields.map(({ path, format }) => `${path} ${format}`),
      ['folder raw', 'terms.[26:27] enum', 'terms.[27:32] date', 'deadline date'],
    )
    const relayed = formats['withdrawFor(address account,uint256 usd,bytes signature)']
    assert.equal(relayed?.fields.at(-1)?.visible, 'never')
  })

  test('bind a message under a foreign domain to our contract', () => {
    const { fields } = formatsOf('eip712-permit2-things')[permit.type] as Format
    const spender = fields.find(({ path }) => path === 'spender')
    assert.deepEqual(spender?.visible, { mustMatch: [address] })
    assert.ok(fields.some(({ path }) => path === 'witness.cap'))
  })
})

describe('the check of descriptors', () => {
  const cases: [string, (descriptor: Json, formats: Record<string, Format>) => void, RegExp][] = [
    [
      'a write without description',
      (_, formats) => delete formats[KEY],
      /how to show depositStable\(uint256,/,
    ],
    [
      'a write that is not there',
      (_, formats) => (formats['unknownKey()'] = format(formats)),
      /unknownKey\(\) is no write/,
    ],
    [
      'a view',
      (_, formats) => (formats['look(uint256 usd)'] = format(formats)),
      /look\(uint256 usd\) is no write and no message/,
    ],
    [
      'a key that is no signature',
      (_, formats) => (formats['a((b)'] = format(formats)),
      /a\(\(b\) is no write/,
    ],
    [
      'a write that is described twice',
      (_, formats) => (formats['depositStable(uint256 amount,address to,uint48 limit)'] = format(formats)),
      /is described twice/,
    ],
    [
      'a field that the ABI lacks',
      (_, formats) => format(formats).fields.push({ path: 'unknownKey', label: 'Unknown', format: 'raw' }),
      /there is no unknownKey/,
    ],
    [
      'a value that is forgotten',
      (_, formats) => format(formats).fields.pop(),
      /cap is neither shown nor hidden/,
    ],
    [
      'a token that the ABI lacks',
      (_, formats) =>
        Object.assign(format(formats).fields[1] as Json, { params: { tokenPath: 'unknownKey' } }),
      /there is no unknownKey/,
    ],
    [
      'an enumeration that is not defined',
      (descriptor) => delete (descriptor.metadata as Json).enums,
      /\$\.metadata\.enums\.powers is not defined/,
    ],
    [
      'a map that is not defined',
      (descriptor) => delete (descriptor.metadata as Json).maps,
      /\$\.metadata\.maps\.stable is not defined/,
    ],
    [
      'a sentence with a value that may be hidden',
      (_, formats) => (format(formats).interpolatedIntent = 'Up to {cap}'),
      /the sentence needs cap/,
    ],
    [
      'an unknown format',
      (_, formats) => Object.assign(format(formats).fields[2] as Json, { format: 'unknownKey' }),
      /format/,
    ],
    [
      'a format without its parameters',
      (_, formats) => delete (format(formats).fields[1] as Json).params,
      /fields\[1\]\.params is missing/,
    ],
    [
      'an address that is none',
      (descriptor) =>
        Object.assign(descriptor.context as Json, {
          contract: { deployments: [{ chainId: 1, address: '0x1' }] },
        }),
      /deployments\[0\]\.address/,
    ],
    ['another version of the schema', (descriptor) => (descriptor.$schema = 'v1'), /\$schema is not/],
    ['a key that the schema lacks', (descriptor) => (descriptor.unknownKey = 1), /unknownKey is unknown/],
    ['a part that is missing', (descriptor) => delete descriptor.display, /display is missing/],
    [
      'a label that is empty',
      (_, formats) => Object.assign(format(formats).fields[0] as Json, { label: '' }),
      /label/,
    ],
    [
      'a condition without values',
      (_, formats) => Object.assign(format(formats).fields[3] as Json, { visible: { ifNotIn: [] } }),
      /visible/,
    ],
  ]
  for (const [what, change, message] of cases) {
    test(`sees ${what}`, () => {
      const complaints = complaintsAfter(change).join('\n')
      assert.match(complaints, message)
    })
  }
})
