import { ponder } from 'ponder:registry'
import { account, payment, split } from 'ponder:schema'

const empty = { sent: 0n, received: 0n, paymentCount: 0, share: 0n }

ponder.on('Payments:Paid', async ({ event, context: { db } }) => {
  const { from, to, amount, memo, splits } = event.args
  const payer = (await db.find(account, { id: from })) ?? { id: from, ...empty }
  const paid = { sent: payer.sent + amount, paymentCount: payer.paymentCount + 1 }
  await db
    .insert(account)
    .values({ ...payer, ...paid })
    .onConflictDoUpdate(paid)

  const payee = (await db.find(account, { id: to })) ?? { id: to, ...empty }
  const received = payee.received + amount
  const earned = { received, share: (amount * 10n ** 18n) / received }
  await db
    .insert(account)
    .values({ ...payee, ...earned })
    .onConflictDoUpdate(earned)

  const id = `${event.transaction.hash}-${event.log.logIndex}`
  await db.insert(payment).values({ id, from, to, amount, memo, timestamp: event.block.timestamp })

  let total = 0n
  for (const { parts } of splits) for (const part of parts) total += part
  await db.insert(split).values({ id, payment: id, to: splits.map((part) => part.to), total })
})
