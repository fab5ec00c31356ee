import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import { SpaceError } from '../errors/index.ts'
import { toHex } from '../utils/index.ts'
import { type Account, createAccount, exportSecrets, importSecrets } from './account.ts'

/** Every way in which a secret could stand in a text: hex, decimal bytes, base64. */
function formsOf(secret: Uint8Array): string[] {
  return [
    toHex(secret).slice(2),
    [...secret].join(','),
    [...secret].join(', '),
    Buffer.from(secret).toString('base64'),
  ]
}

describe('createAccount', () => {
  it('makes three secrets that have nothing to do with each other, and the address of the key', () => {
    const { root, deviceSecret, ethereumKey } = exportSecrets(createAccount())
    const texts = [root, deviceSecret, ethereumKey].map(toHex)
    assert.equal(new Set(texts).size, 3)
    assert.ok(texts.every((text) => text.length === 66))
    // The first account of the development phrase that every tool uses.
    const known = Buffer.from('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80', 'hex')
    assert.equal(createAccount({ ethereumKey: known }).address, '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266')
  })

  it('shows no secret, however it is printed, copied or walked', () => {
    const account = createAccount()
    const secrets = exportSecrets(account)
    const shown = [
      inspect(account, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
      JSON.stringify(account),
      String(account),
      inspect(structuredClone(account)),
      inspect({ ...account }),
      Object.getOwnPropertyNames(account).join(),
      inspect(Reflect.ownKeys(account).map((key) => Reflect.get(account, key))),
    ]
    for (const text of shown) {
      for (const secret of [secrets.root, secrets.deviceSecret, secrets.ethereumKey]) {
        for (const form of formsOf(secret)) assert.ok(!text.includes(form), text)
      }
    }
    assert.match(shown[1] as string, new RegExp(account.address))
  })
})

describe('exportSecrets', () => {
  it('gives copies, and takes them back', () => {
    const account = createAccount()
    const secrets = exportSecrets(account)
    const again = importSecrets(secrets)
    assert.deepEqual(exportSecrets(again), secrets)
    assert.equal(again.address, account.address)
    secrets.root.fill(0)
    secrets.ethereumKey.fill(0)
    assert.ok(exportSecrets(account).root.some(Boolean))
    assert.ok(exportSecrets(again).ethereumKey.some(Boolean))
  })

  it('refuses a copy, which has none', () => {
    const copies: Account[] = [{ ...createAccount() }, structuredClone(createAccount())]
    for (const copy of copies) {
      assert.throws(
        () => exportSecrets(copy),
        (error) => SpaceError.is(error, 'INPUT_INVALID') && /not a copy/.test(error.fix),
      )
    }
  })
})
