import { onchainTable } from 'ponder'

export const account = onchainTable('account', (t) => ({
  id: t.hex().primaryKey(),
  sent: t.bigint().notNull(),
  received: t.bigint().notNull(),
  paymentCount: t.integer().notNull(),
  // Ponder has no decimals: billionths of billionths.
  share: t.bigint().notNull(),
}))

export const payment = onchainTable('payment', (t) => ({
  id: t.text().primaryKey(),
  from: t.hex().notNull(),
  to: t.hex().notNull(),
  amount: t.bigint().notNull(),
  memo: t.text().notNull(),
  timestamp: t.bigint().notNull(),
}))

export const split = onchainTable('split', (t) => ({
  id: t.text().primaryKey(),
  payment: t.text().notNull(),
  to: t.hex().array().notNull(),
  total: t.bigint().notNull(),
}))
