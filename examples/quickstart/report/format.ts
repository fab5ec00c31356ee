/** Bytes in the largest fitting decimal unit. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

/** Micro-dollars as dollars. */
export function formatDollars(microUsd: bigint): string {
  const sign = microUsd < 0n ? '-' : ''
  const magnitude = microUsd < 0n ? -microUsd : microUsd
  const cents = (magnitude % 1_000_000n)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,4}$/, '')
  return `${sign}$${(magnitude / 1_000_000n).toLocaleString('en-US')}.${cents}`
}

/** A figure with the unit that its key ends in. */
export function formatFigure(key: string, value: string | number | bigint | boolean): string {
  if (key.endsWith('MicroUsd')) return formatDollars(BigInt(value))
  if (key.endsWith('Bytes')) return formatBytes(Number(value))
  if (key.endsWith('Gas')) return `${Number(value).toLocaleString('en-US')} gas`
  if (key.endsWith('Ms')) return `${Number(value).toLocaleString('en-US')} ms`
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toFixed(1)
  return String(value)
}
