import { Purchased } from '../generated/Balances/Balances'
import { Purchase } from '../generated/schema'
import { creditIn, loadAccount, principalIn } from './shared/accounts'
import { Books } from './shared/books'
import { eventId } from './shared/ids'

export function handlePurchased(event: Purchased): void {
  const account = loadAccount(event.params.account, event)
  const books = new Books(event)
  const usd = event.params.usd
  const fromPrincipal = account.principal.minus(principalIn(event.params.word))
  const day = books.move(account, creditIn(event.params.word), principalIn(event.params.word))
  account.purchased = account.purchased.plus(usd)
  account.save()
  day.purchased = day.purchased.plus(usd)
  day.save()
  books.ledger.purchased = books.ledger.purchased.plus(usd)
  books.ledger.claimableStable = books.ledger.claimableStable.plus(fromPrincipal)
  books.day.purchased = books.day.purchased.plus(usd)
  books.day.purchases += 1
  books.save()

  const purchase = new Purchase(eventId(event))
  purchase.account = account.id
  purchase.payee = event.params.payee
  purchase.ref = event.params.ref
  purchase.usd = usd
  purchase.fromPrincipal = fromPrincipal
  purchase.fromCredit = usd.minus(fromPrincipal)
  purchase.block = event.block.number
  purchase.timestamp = event.block.timestamp
  purchase.tx = event.transaction.hash
  purchase.save()
}
