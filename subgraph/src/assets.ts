import { BigInt } from '@graphprotocol/graph-ts'
import { AssetSet, FeedSet, IncomingPaused, PriceRefreshed, Swept } from '../generated/Balances/Balances'
import { Asset, AssetChange, PauseChange, PricePoint, Sweep } from '../generated/schema'
import { ETH, loadAsset } from './shared/assets'
import { eventId } from './shared/ids'
import { loadLedger } from './shared/ledger'
import { loadBalancesSettings } from './shared/settings'

const USD_DECIMALS = 6

export function handleAssetSet(event: AssetSet): void {
  const asset = loadAsset(event.params.asset)
  asset.enabled = event.params.enabled
  asset.feed = event.params.feed
  asset.heartbeat = event.params.heartbeat
  asset.tokenDecimals = event.params.tokenDecimals
  asset.minPrice = event.params.min
  asset.maxPrice = event.params.max
  dropPrice(asset)
  asset.save()

  const change = new AssetChange(eventId(event))
  change.asset = asset.id
  change.enabled = asset.enabled
  change.feed = event.params.feed
  change.heartbeat = asset.heartbeat
  change.minPrice = event.params.min
  change.maxPrice = event.params.max
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}

export function handleFeedSet(event: FeedSet): void {
  const asset = loadAsset(event.params.asset)
  asset.feed = event.params.feed
  asset.feedDecimals = event.params.decimals
  asset.save()
}

export function handlePriceRefreshed(event: PriceRefreshed): void {
  const asset = loadAsset(event.params.asset)
  asset.price = event.params.price
  asset.priceAt = event.block.timestamp
  asset.save()

  const point = new PricePoint(eventId(event))
  point.asset = asset.id
  point.price = event.params.price
  point.roundId = event.params.roundId
  point.block = event.block.number
  point.timestamp = event.block.timestamp
  point.tx = event.transaction.hash
  point.save()
}

/** Closing drops the cached price of ETH, so that its deposits fail without looking at the books. */
export function handleIncomingPaused(event: IncomingPaused): void {
  const settings = loadBalancesSettings()
  settings.incomingPaused = event.params.paused
  settings.save()
  const eth = loadAsset(ETH)
  dropPrice(eth)
  eth.save()

  const change = new PauseChange(eventId(event))
  change.incomingPaused = event.params.paused
  change.block = event.block.number
  change.timestamp = event.block.timestamp
  change.tx = event.transaction.hash
  change.save()
}

export function handleSwept(event: Swept): void {
  const asset = loadAsset(event.params.asset)
  asset.swept = asset.swept.plus(event.params.amount)
  asset.save()
  if (asset.withdrawable) {
    const ledger = loadLedger()
    const usd = event.params.amount.div(unitsPerMicroDollar(asset.tokenDecimals))
    ledger.claimableStable = ledger.claimableStable.minus(usd)
    ledger.save()
  }

  const sweep = new Sweep(eventId(event))
  sweep.asset = asset.id
  sweep.to = event.params.to
  sweep.amount = event.params.amount
  sweep.block = event.block.number
  sweep.timestamp = event.block.timestamp
  sweep.tx = event.transaction.hash
  sweep.save()
}

function dropPrice(asset: Asset): void {
  asset.price = null
  asset.priceAt = null
}

/** Smallest units of the withdrawable coin in a micro-dollar. */
function unitsPerMicroDollar(decimals: i32): BigInt {
  return BigInt.fromI32(10).pow((decimals - USD_DECIMALS) as u8)
}
