import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SpaceError } from '../../errors/index.ts'
import { createFundedSigner, digestOf, operatorSigner, randomAddress, useChain } from '../test-support.ts'
import { charge, chargeCall, encodeChargeRows, extractCharge, isBatchRepeated } from './charge.ts'
import { createReceipts } from './create-receipts.ts'
import { depositEth } from './deposit-eth.ts'
import { readBalance } from './read-balance.ts'
import { readNextBatch } from './read-next-batch.ts'
import { extractSetCap, setCap, setCapCall } from './set-cap.ts'
import { verifyReceipt } from './verify-receipt.ts'

describe('charge', () => {
  it('takes what the accounts allow, and reports the rows that it skipped', async () => {
    const chain = await useChain()
    const signer = await operatorSigner(chain)
    const payer = await createFundedSigner(chain)
    await depositEth(chain, {
      signer: payer,
      to: payer.address,
      amountWei: 10n ** 16n,
      capMicroUsd: 1_000_000n,
    })
    const { creditMicroUsd } = await readBalance(chain, { account: payer.address })
    const batch = await readNextBatch(chain, { operator: signer.address })
    // Ten rows: the bitmap of skipped ones has two bytes.
    const rows = Array.from({ length: 10 }, (_, at) => ({
      account: at === 3 || at === 9 ? payer.address : randomAddress(),
      microUsd: BigInt(at + 1),
    }))
    const { receipt, skipped } = await charge(chain, { signer, batch, receiptsRoot: digestOf(4), rows })
    const refused = rows.filter(({ account }) => account !== payer.address)
    assert.deepEqual(skipped, refused)
    assert.deepEqual(extractCharge(chain, receipt), {
      operator: signer.address,
      batch,
      receiptsRoot: digestOf(4),
      rows,
      skipped: refused,
    })
    const after = await readBalance(chain, { account: payer.address })
    assert.deepEqual([after.creditMicroUsd, after.spentMicroUsd], [creditMicroUsd - 14n, 14n])
    assert.equal(await readNextBatch(chain, { operator: signer.address }), batch + 1)
    const again = charge(chain, { signer, batch, receiptsRoot: digestOf(4), rows })
    await assert.rejects(again, (error) => isBatchRepeated(error))
    assert.ok(!isBatchRepeated(new Error('x')))
  })

  it('is refused to an account that is no operator', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const work = charge(chain, { signer, batch: 0, receiptsRoot: digestOf(4), rows: [] })
    await assert.rejects(
      work,
      (error) => SpaceError.is(error, 'TRANSACTION_REVERTED') && !isBatchRepeated(error),
    )
  })

  it('packs rows as Balances takes them, and names the row that is wrong', async () => {
    const chain = await useChain()
    const account = '0x52908400098527886E0F7030069857D2E4169EE7'
    assert.equal(encodeChargeRows([{ account, microUsd: 258n }]), `${account.toLowerCase()}0000000000000102`)
    const bad = [
      [{ account, microUsd: -1n }, 'rows[1].microUsd'],
      [{ account, microUsd: 2n ** 64n }, 'rows[1].microUsd'],
      [{ account: '0x12', microUsd: 1n }, 'rows[1].account'],
    ] as const
    for (const [row, what] of bad) {
      const rows = [{ account, microUsd: 1n }, row] as const
      assert.throws(
        () => chargeCall(chain, { batch: 0, receiptsRoot: digestOf(4), rows }),
        (error) => SpaceError.is(error, 'INPUT_INVALID') && error.data.what === what,
      )
    }
  })
})

describe('createReceipts', () => {
  it('signs every row, and proves it by the root of its batch alone', async () => {
    const chain = await useChain()
    const signer = await operatorSigner(chain)
    const rows = [1n, 2n, 3n].map((microUsd) => ({
      account: randomAddress(),
      meter: 'bytes',
      quantity: 5n,
      microUsd,
    }))
    const { root, receipts } = await createReceipts(chain, { signer, batch: 7, rows })
    assert.deepEqual(
      receipts.map(({ batch, row, operator }) => [batch, row, operator]),
      [0, 1, 2].map((row) => [7, row, signer.address]),
    )
    for (const receipt of receipts) {
      assert.ok(verifyReceipt(chain, { receipt, receiptsRoot: root }))
      const changes = [
        { microUsd: receipt.microUsd + 1n },
        { account: randomAddress() },
        { batch: 8 },
        { row: (receipt.row + 1) % 3 },
        { meter: 'other' },
        { quantity: 6n },
        { operator: randomAddress() },
        { proof: receipts[(receipt.row + 1) % 3]?.proof ?? [] },
      ]
      for (const change of changes) {
        assert.ok(
          !verifyReceipt(chain, { receipt: { ...receipt, ...change }, receiptsRoot: root }),
          Object.keys(change).join(),
        )
      }
      assert.ok(!verifyReceipt(chain, { receipt, receiptsRoot: digestOf(1) }))
      const elsewhere = { ...chain, chainId: 1n }
      assert.ok(!verifyReceipt(elsewhere, { receipt, receiptsRoot: root }))
    }
  })

  it('refuses rows that could not be charged, and a root that is none', async () => {
    const chain = await useChain()
    const signer = await operatorSigner(chain)
    const row = { account: randomAddress(), meter: 'bytes', quantity: 5n, microUsd: 1n }
    const invalid = (error: unknown) => SpaceError.is(error, 'INPUT_INVALID')
    await assert.rejects(createReceipts(chain, { signer, batch: -1, rows: [row] }), invalid)
    await assert.rejects(
      createReceipts(chain, { signer, batch: 0, rows: [{ ...row, microUsd: 2n ** 64n }] }),
      invalid,
    )
    const { receipts } = await createReceipts(chain, { signer, batch: 0, rows: [row] })
    const [receipt] = receipts
    assert.ok(receipt)
    assert.throws(() => verifyReceipt(chain, { receipt, receiptsRoot: '0x12' }), invalid)
  })
})

describe('setCap', () => {
  it('sets the cap of the signer, and refuses one that the contract cannot hold', async () => {
    const chain = await useChain()
    const signer = await createFundedSigner(chain)
    const account = signer.address
    const receipt = await setCap(chain, { signer, capMicroUsd: 20_000_000n })
    assert.deepEqual(extractSetCap(chain, receipt), { account, capMicroUsd: 20_000_000n })
    assert.equal((await readBalance(chain, { account })).capMicroUsd, 20_000_000n)
    assert.throws(
      () => setCapCall(chain, { capMicroUsd: 2n ** 48n }),
      (error) => SpaceError.is(error, 'INPUT_INVALID'),
    )
  })
})
