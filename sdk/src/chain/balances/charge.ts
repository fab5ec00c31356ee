import type { Call, CallReceipt, Signer } from '../../signers/index.ts'
import { concatBytes, fromHex, type OperationOptions, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { sendCall } from '../send-call.ts'
import { decodeRevert, readChain } from '../translate-failure.ts'

/** One row of a charge. */
export type ChargeRow = { account: string; microUsd: bigint }

/** A batch of charges by one operator. */
export type Charge = {
  /** The operator's next batch number; a second send of the same batch reverts. */
  batch: number
  /** Merkle root of the usage receipts. */
  receiptsRoot: Uint8Array
  rows: readonly ChargeRow[]
}

/** What became of a batch. */
export type ChargeOutcome = {
  receipt: CallReceipt
  /** Rows that were over the cap or not covered; nothing was taken for them. */
  skipped: ChargeRow[]
}

/**
 * Packs rows as `Balances` takes them: 20 bytes of address, 8 bytes of micro-dollars.
 *
 * @example
 * ```ts
 * import { encodeChargeRows } from '@space/sdk/chain'
 *
 * const packed = encodeChargeRows([{ account: '0x52908400098527886E0F7030069857D2E4169EE7', microUsd: 10_000n }])
 * console.log(packed.length) // 28
 * ```
 */
export function encodeChargeRows(rows: readonly ChargeRow[]): Uint8Array {
  return concatBytes(
    ...rows.map(({ account, microUsd }) => {
      const amount = new Uint8Array(8)
      new DataView(amount.buffer).setBigUint64(0, microUsd)
      return concatBytes(fromHex(account), amount)
    }),
  )
}

/**
 * The call that charges a batch.
 *
 * @example
 * ```ts
 * import { chargeCall, connectChain } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const call = chargeCall(chain, { batch: 0, receiptsRoot: new Uint8Array(32), rows: [] })
 * ```
 */
export function chargeCall(chain: Chain, { batch, receiptsRoot, rows }: Charge): Call {
  return {
    to: chain.addresses.balances,
    data: chain.balances.interface.encodeFunctionData('charge', [
      batch,
      toHex(receiptsRoot),
      toHex(encodeChargeRows(rows)),
    ]),
    valueWei: 0n,
  }
}

/**
 * Number of the operator's next batch.
 *
 * @example
 * ```ts
 * import { connectChain, readNextBatch } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const batch = await readNextBatch(chain, '0x52908400098527886E0F7030069857D2E4169EE7')
 * ```
 */
export async function readNextBatch(chain: Chain, operator: string): Promise<number> {
  const { batch } = await readChain(chain, 'reading the operator', () => chain.balances.operatorOf(operator))
  return Number(batch)
}

/**
 * Charges a batch. Rows that cannot be charged are skipped and reported, not thrown.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, readNextBatch, sendCharge } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * const batch = await readNextBatch(chain, signer.address)
 * const rows = [{ account: '0x52908400098527886E0F7030069857D2E4169EE7', microUsd: 10_000n }]
 * const { skipped } = await sendCharge(chain, signer, { batch, receiptsRoot: new Uint8Array(32), rows })
 * ```
 */
export async function sendCharge(
  chain: Chain,
  signer: Signer,
  charge: Charge,
  options: OperationOptions = {},
): Promise<ChargeOutcome> {
  const receipt = await sendCall(chain, signer, chargeCall(chain, charge), 'the charge', options)
  const { interface: abi } = chain.balances
  const topic = abi.getEvent('Charged').topicHash
  const log = receipt.logs.find(
    ({ address, topics }) => address === chain.addresses.balances && topics[0] === topic,
  )
  if (log === undefined) throw new Error('the charge left no event')
  const { skipped } = abi.decodeEventLog('Charged', log.data, log.topics) as unknown as { skipped: string }
  const bits = fromHex(skipped)
  return { receipt, skipped: charge.rows.filter((_, row) => isSkipped(bits, row)) }
}

function isSkipped(bits: Uint8Array, row: number): boolean {
  return (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1
}

/**
 * Whether a failed charge was refused because the batch had been sent before.
 *
 * @example
 * ```ts
 * import { fromPrivateKey } from '@space/sdk'
 * import { connectChain, isBatchRepeated, sendCharge } from '@space/sdk/chain'
 *
 * const chain = await connectChain({ rpcUrl: 'http://127.0.0.1:8545' })
 * const signer = await fromPrivateKey(crypto.getRandomValues(new Uint8Array(32)), chain.provider)
 * try {
 *   await sendCharge(chain, signer, { batch: 0, receiptsRoot: new Uint8Array(32), rows: [] })
 * } catch (failure) {
 *   if (!isBatchRepeated(failure)) throw failure
 * }
 * ```
 */
export function isBatchRepeated(failure: unknown): boolean {
  return decodeRevert(failure)?.name === 'BalancesBatch'
}
