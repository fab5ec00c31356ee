import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../errors/index.ts'
import { createAccount, exportSecrets } from './account.ts'
import { openKeystore, sealKeystore } from './keystore.ts'

const cheap = { cost: { memoryKiB: 64, iterations: 1, parallelism: 1 } }
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const parse = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes))

describe('keystore', () => {
  it('gives the account back, for the same passphrase in any Unicode form', async () => {
    const account = createAccount()
    const file = await sealKeystore(account, 'p\u00e4ss', cheap)
    const opened = await openKeystore(file, 'pa\u0308ss')
    assert.deepEqual(exportSecrets(opened), exportSecrets(account))
    assert.equal(opened.address, account.address)
  })

  it('shows no secret, and seals anew each time', async () => {
    const account = createAccount()
    const files = [await sealKeystore(account, 'x', cheap), await sealKeystore(account, 'x', cheap)]
    for (const file of files) {
      const { root, deviceSecret, ethereumKey } = exportSecrets(account)
      for (const secret of [root, deviceSecret, ethereumKey]) {
        assert.ok(!Buffer.from(file).includes(Buffer.from(secret)))
        assert.ok(!Buffer.from(file).includes(Buffer.from(secret).toString('hex')))
      }
    }
    assert.notEqual(parse(files[0] as Uint8Array).sealed, parse(files[1] as Uint8Array).sealed)
  })

  it('refuses a wrong passphrase and names the file', async () => {
    const file = await sealKeystore(createAccount(), 'right', cheap)
    await assert.rejects(openKeystore(file, 'wrong', { path: 'alice.json' }), (error) => {
      assert.ok(SpaceError.is(error, 'PASSPHRASE_WRONG'))
      return error.data.path === 'alice.json'
    })
  })

  it('refuses what is not a keystore, or one that would exhaust the machine', async () => {
    const good = parse(await sealKeystore(createAccount(), 'x', cheap))
    const other = parse(await sealKeystore(createAccount(), 'x', cheap))
    const bad = [
      new TextEncoder().encode('{'),
      json({ ...good, version: 2 }),
      json({ ...good, cipher: 'none' }),
      json({ ...good, kdf: { ...good.kdf, memoryKiB: 2 ** 31 } }),
      json({ ...good, kdf: { ...good.kdf, iterations: 0.5 } }),
      json({ ...good, sealed: 'zz' }),
      json({ ...good, address: other.address }),
    ]
    for (const file of bad) {
      await assert.rejects(openKeystore(file, 'x'), (error) => SpaceError.is(error, 'KEYSTORE_INVALID'))
    }
  })
})
