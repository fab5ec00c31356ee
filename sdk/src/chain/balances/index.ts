export {
  type Charge,
  type ChargedEvent,
  type ChargeOutcome,
  type ChargeRow,
  charge,
  chargeCall,
  encodeChargeRows,
  extractCharge,
  isBatchRepeated,
} from './charge.ts'
export { createReceipts } from './create-receipts.ts'
export type { CreditedEvent } from './credited-event.ts'
export { type DepositEth, depositEth, depositEthCall, extractDepositEth } from './deposit-eth.ts'
export {
  type DepositStable,
  depositStable,
  depositStableCalls,
  extractDepositStable,
} from './deposit-stable.ts'
export { type Balance, readBalance } from './read-balance.ts'
export { readNextBatch } from './read-next-batch.ts'
export { type Cap, type CapSetEvent, extractSetCap, keepCap, setCap, setCapCall } from './set-cap.ts'
export type { UsageReceipt, UsageRow } from './usage-receipt.ts'
export { verifyReceipt } from './verify-receipt.ts'
export { extractWithdraw, type Withdrawal, type WithdrawnEvent, withdraw, withdrawCall } from './withdraw.ts'
