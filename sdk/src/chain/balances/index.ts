export { keepCap, setCap, setCapCall } from './cap.ts'
export {
  type Charge,
  type ChargeOutcome,
  type ChargeRow,
  chargeCall,
  encodeChargeRows,
  isBatchRepeated,
  readNextBatch,
  sendCharge,
} from './charge.ts'
export { type DepositEth, depositEth, depositEthCall } from './deposit-eth.ts'
export { type DepositStable, depositStable, depositStableCalls } from './deposit-stable.ts'
export { type Balance, readBalance } from './read-balance.ts'
export { makeReceipts, type UsageReceipt, type UsageRow, verifyReceipt } from './usage-receipts.ts'
export { type Withdrawal, withdraw, withdrawCall } from './withdraw.ts'
