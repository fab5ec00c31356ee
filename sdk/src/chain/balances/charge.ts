import type { Call, CallReceipt } from '../../signers/index.ts'
import { type Address, concatBytes, fromHex, type Hex, toHex } from '../../utils/index.ts'
import type { Chain } from '../chain.ts'
import { checkAddress, checkBytes32, checkUint } from '../check-argument.ts'
import { encodeCall } from '../contract.ts'
import { extractEvent } from '../extract-event.ts'
import { sendCall, type WriteOptions } from '../send-call.ts'
import { decodeRevert } from '../translate-failure.ts'

/** One row of a charge. */
export type ChargeRow = {
  /** Address (ERC-55). */
  account: Address
  microUsd: bigint
}

/** A batch of charges by one operator. */
export type Charge = {
  /** The operator's next batch number; a second send of the same batch reverts. */
  batch: number
  /** Merkle root of the usage receipts. */
  receiptsRoot: Hex
  rows: readonly ChargeRow[]
}

/** What the contract says about a batch. */
export type ChargedEvent = {
  /** Who charged (ERC-55). */
  operator: Address
  batch: number
  receiptsRoot: Hex
  /** All rows, in order. */
  rows: ChargeRow[]
  /** Rows that were over the cap or not covered; nothing was taken for them. */
  skipped: ChargeRow[]
}

/** What became of a batch. */
export type ChargeOutcome = {
  receipt: CallReceipt
  /** Rows that were over the cap or not covered; nothing was taken for them. */
  skipped: ChargeRow[]
}

/** Bytes of a packed row: 20 of address, 8 of micro-dollars. */
const rowBytes = 28

/**
 * Packs rows as `Balances` takes them: 20 bytes of address, 8 bytes of micro-dollars each. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { encodeChargeRows } from '@space/sdk/chain'
 *
 * const packed = encodeChargeRows([{ account, microUsd: 10_000n }])
 * console.log(packed.length) // 58: 0x and 28 bytes
 * ```
 */
export function encodeChargeRows(rows: readonly ChargeRow[]): Hex {
  return toHex(
    concatBytes(
      ...rows.map(({ account, microUsd }, row) => {
        const amount = new Uint8Array(8)
        new DataView(amount.buffer).setBigUint64(0, checkUint(microUsd, 64, `rows[${row}].microUsd`))
        return concatBytes(fromHex(checkAddress(account, `rows[${row}].account`)), amount)
      }),
    ),
  )
}

function decodeChargeRows(packed: Uint8Array): ChargeRow[] {
  return Array.from({ length: packed.length / rowBytes }, (_, row) => {
    const bytes = packed.subarray(row * rowBytes, (row + 1) * rowBytes)
    return {
      account: checkAddress(toHex(bytes.subarray(0, 20)), 'account'),
      microUsd: new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(20),
    }
  })
}

/**
 * The call that charges a batch. Throws `INPUT_INVALID`.
 *
 * @example
 * ```ts
 * import { chargeCall } from '@space/sdk/chain'
 *
 * const call = chargeCall(chain, { batch: 0, receiptsRoot: digest, rows: [{ account, microUsd: 10_000n }] })
 * ```
 */
export function chargeCall(chain: Pick<Chain, 'addresses'>, { batch, receiptsRoot, rows }: Charge): Call {
  return encodeCall(chain, 'balances', 'charge', [
    checkUint(batch, 32, 'batch'),
    checkBytes32(receiptsRoot, 'receiptsRoot'),
    encodeChargeRows(rows),
  ])
}

/**
 * Charges a batch. Rows that cannot be charged are skipped and reported, not thrown. Throws `INPUT_INVALID` or
 * `TRANSACTION_REVERTED`.
 *
 * @example
 * ```ts
 * import { charge, readNextBatch } from '@space/sdk/chain'
 *
 * const batch = await readNextBatch(chain, { operator: signer.address })
 * const rows = [{ account, microUsd: 10_000n }]
 * const { skipped } = await charge(chain, { signer, batch, receiptsRoot: digest, rows })
 * ```
 */
export async function charge(chain: Chain, options: Charge & WriteOptions): Promise<ChargeOutcome> {
  const receipt = await sendCall(chain, options, chargeCall(chain, options), 'the charge')
  return { receipt, skipped: extractCharge(chain, receipt).skipped }
}

/**
 * The batch that a transaction charged. Throws `EVENT_MISSING`.
 *
 * @example
 * ```ts
 * import { charge, extractCharge } from '@space/sdk/chain'
 *
 * const rows = [{ account, microUsd: 10_000n }]
 * const { receipt } = await charge(chain, { signer, batch: 0, receiptsRoot: digest, rows })
 * console.log(extractCharge(chain, receipt).rows.length) // 1
 * ```
 */
export function extractCharge(chain: Pick<Chain, 'addresses'>, receipt: CallReceipt): ChargedEvent {
  const { operator, batch, receiptsRoot, packed, skipped } = extractEvent(
    chain,
    'balances',
    'Charged',
    receipt,
  )
  const rows = decodeChargeRows(fromHex(packed))
  const bits = fromHex(skipped)
  return {
    operator: operator as Address,
    batch: Number(batch),
    receiptsRoot: receiptsRoot as Hex,
    rows,
    skipped: rows.filter((_, row) => isSkipped(bits, row)),
  }
}

function isSkipped(bits: Uint8Array, row: number): boolean {
  return (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1
}

/**
 * Whether a failed charge was refused because the batch had been sent before.
 *
 * @example
 * ```ts
 * import { charge, isBatchRepeated } from '@space/sdk/chain'
 *
 * try {
 *   await charge(chain, { signer, batch: 0, receiptsRoot: digest, rows: [] })
 * } catch (failure) {
 *   if (!isBatchRepeated(failure)) throw failure
 * }
 * ```
 */
export function isBatchRepeated(failure: unknown): boolean {
  return decodeRevert(failure)?.name === 'BalancesBatch'
}
