import { Bytes } from '@graphprotocol/graph-ts'
import { BalancesSettings } from '../../generated/schema'

/** The settings of `Balances`, of which there is one. */
export function loadBalancesSettings(): BalancesSettings {
  const id = Bytes.fromHexString('0x01')
  const known = BalancesSettings.load(id)
  if (known) return known

  const settings = new BalancesSettings(id)
  settings.incomingPaused = false
  return settings
}
