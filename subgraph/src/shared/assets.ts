import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { Asset } from '../../generated/schema'

/** ETH among assets (ERC-7528). */
export const ETH = Bytes.fromHexString('0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee')

/** The asset of an address; the first mention makes one that is not accepted. */
export function loadAsset(address: Bytes): Asset {
  const known = Asset.load(address)
  if (known) return known

  const asset = new Asset(address)
  asset.withdrawable = false
  asset.enabled = false
  asset.heartbeat = 0
  asset.deposited = BigInt.zero()
  asset.credited = BigInt.zero()
  asset.swept = BigInt.zero()
  return asset
}
