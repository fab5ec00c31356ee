import { formatBytes, formatDollars } from '../report/format.ts'
import { check, type Step } from './step.ts'

/** Price of the demo's operator: 5 dollars for a terabyte and month, one day in advance, a cent at least. */
const microUsdPerByteDay = 5_000_000 / 1e12 / 30
const leastMicroUsd = 10_000n

/** The operator charges for what it stores, and Alice checks the bill. */
export const chargeStep: Step = {
  id: '7',
  title: 'An operator charges for the bytes stored; the statement reconciles',
  run: async (demo) => {
    const { alice, operator, folder } = demo
    const forest = await alice.call('forest', { folder })
    const size = await operator.call('measure', { forest })
    demo.report.note(`stored: ${formatBytes(size.sizeBytes)} in ${size.blocks} sealed blocks`)
    const exact = BigInt(Math.ceil(size.sizeBytes * microUsdPerByteDay))
    const microUsd = exact > leastMicroUsd ? exact : leastMicroUsd
    const { receipt, skipped, gas, block } = await operator.call('charge', {
      account: demo.aliceAddress,
      sizeBytes: size.sizeBytes,
      microUsd,
    })
    check(demo, skipped === 0 && receipt !== undefined, `the operator charged ${formatDollars(microUsd)}`)
    if (receipt === undefined) return {}
    const bill = await alice.call('checkReceipt', { receipt, block })
    check(demo, bill.proven, 'the signed receipt is proven by the root on chain')
    check(demo, bill.sameAmount, 'the subgraph reports the same amount')
    check(
      demo,
      bill.reconciles,
      `the statement of ${bill.lines} lines adds up to ${formatDollars(bill.totalMicroUsd)}`,
    )
    return {
      chargedMicroUsd: microUsd,
      storedBytes: size.sizeBytes,
      sealedBlocks: size.blocks,
      chargeGas: gas,
    }
  },
}
