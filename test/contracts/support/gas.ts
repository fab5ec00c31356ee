import { readFile, writeFile } from 'node:fs/promises'
import type { GasFigure } from './gas-names-balances.ts'

/** What `contracts/gas.json` holds: for each operation its gas and the most that it may ever be. */
export type GasFile = Record<string, { gas: number; bar: number }>

const gasFile = new URL('../../../contracts/gas.json', import.meta.url)

export async function readGasFile(): Promise<GasFile> {
  return JSON.parse(await readFile(gasFile, 'utf8')) as GasFile
}

/** One line per operation, so that a change is one line of a diff. */
export async function writeGasFile(figures: readonly GasFigure[]): Promise<void> {
  const lines = figures.map(
    ({ operation, gas, bar }) => `  ${JSON.stringify(operation)}: { "gas": ${gas}, "bar": ${bar} }`,
  )
  await writeFile(gasFile, `{\n${lines.join(',\n')}\n}\n`)
}

/** Everything that is wrong with these figures: above the bar, above or below the file, missing on either side. */
export function findGasFaults(figures: readonly GasFigure[], file: GasFile): string[] {
  const faults: string[] = []
  for (const { operation, gas, bar } of figures) {
    const known = file[operation]
    if (gas > bar) faults.push(`${operation}: ${gas} gas is above the bar of ${bar}`)
    if (known === undefined) faults.push(`${operation}: not in the file`)
    else if (gas !== known.gas) faults.push(`${operation}: ${gas} gas, ${known.gas} in the file`)
    else if (bar !== known.bar) faults.push(`${operation}: a bar of ${bar}, ${known.bar} in the file`)
  }
  const measured = new Set(figures.map(({ operation }) => operation))
  const left = Object.keys(file).filter((operation) => !measured.has(operation))
  return [...faults, ...left.map((operation) => `${operation}: in the file, but not measured`)]
}
