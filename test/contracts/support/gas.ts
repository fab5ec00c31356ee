import { readFile, writeFile } from 'node:fs/promises'

/** What one operation costs, beside what it may cost. */
export type GasFigure = {
  /** `Contract.operation`, as in `contracts/gas.json`. */
  operation: string
  /** Gas of the transaction, or of the view without the transaction's base and calldata. */
  gas: number
  /** The most that it should ever be. */
  bar: number
  /** Where it is said why the bar is missed. */
  missed?: string
}

/** What `contracts/gas.json` holds. */
export type GasFile = Record<string, Omit<GasFigure, 'operation'>>

const gasFile = new URL('../../../contracts/gas.json', import.meta.url)

export async function readGasFile(): Promise<GasFile> {
  return JSON.parse(await readFile(gasFile, 'utf8')) as GasFile
}

/** One line per operation, so that a change is one line of a diff. */
export async function writeGasFile(figures: readonly GasFigure[]): Promise<void> {
  const lines = figures.map(({ operation, gas, bar, missed }) => {
    const reason = missed === undefined ? '' : `, "missed": ${JSON.stringify(missed)}`
    return `  ${JSON.stringify(operation)}: { "gas": ${gas}, "bar": ${bar}${reason} }`
  })
  await writeFile(gasFile, `{\n${lines.join(',\n')}\n}\n`)
}

/**
 * Everything that is wrong with these figures: above the bar without a reason, within it with one, above or below the
 * file, missing on either side.
 */
export function findGasFaults(figures: readonly GasFigure[], file: GasFile): string[] {
  const faults: string[] = []
  for (const { operation, gas, bar, missed } of figures) {
    const known = file[operation]
    if (gas > bar && missed === undefined) faults.push(`${operation}: ${gas} gas is above the bar of ${bar}`)
    if (gas <= bar && missed !== undefined) faults.push(`${operation}: does not miss its bar`)
    if (known === undefined) faults.push(`${operation}: not in the file`)
    else if (gas !== known.gas) faults.push(`${operation}: ${gas} gas, ${known.gas} in the file`)
    else if (bar !== known.bar || missed !== known.missed)
      faults.push(`${operation}: a bar of ${bar}, ${known.bar} in the file`)
  }
  const measured = new Set(figures.map(({ operation }) => operation))
  const left = Object.keys(file).filter((operation) => !measured.has(operation))
  return [...faults, ...left.map((operation) => `${operation}: in the file, but not measured`)]
}
