import { readFile, writeFile } from 'node:fs/promises'
import { type AddressLike, getBytes, type Signer } from 'ethers'

/** What one operation costs, beside what it may cost. */
export type GasFigure = {
  /** `Contract.operation`, as in `contracts/gas.json`. */
  operation: string
  /** Gas of the transaction, or of the view without the transaction's base and calldata. */
  gas: number
  /** The most that it should ever be, where the specification sets it. */
  bar?: number
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
    const most = bar === undefined ? '' : `, "bar": ${bar}`
    const reason = missed === undefined ? '' : `, "missed": ${JSON.stringify(missed)}`
    return `  ${JSON.stringify(operation)}: { "gas": ${gas}${most}${reason} }`
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
    const above = bar !== undefined && gas > bar
    if (above && missed === undefined) faults.push(`${operation}: ${gas} gas is above the bar of ${bar}`)
    if (!above && missed !== undefined) faults.push(`${operation}: does not miss its bar`)
    if (known === undefined) faults.push(`${operation}: not in the file`)
    else if (gas !== known.gas) faults.push(`${operation}: ${gas} gas, ${known.gas} in the file`)
    else if (bar !== known.bar || missed !== known.missed)
      faults.push(`${operation}: a bar of ${bar ?? 'none'}, ${known.bar ?? 'none'} in the file`)
  }
  const measured = new Set(figures.map(({ operation }) => operation))
  const left = Object.keys(file).filter((operation) => !measured.has(operation))
  return [...faults, ...left.map((operation) => `${operation}: in the file, but not measured`)]
}

const TRANSACTION_GAS = 21_000
const ZERO_BYTE_GAS = 4
const OTHER_BYTE_GAS = 16

/** Gas of a view, all cold: of a transaction that does nothing else, less its base cost and calldata. */
export async function measureView(signer: Signer, to: AddressLike, data: string): Promise<number> {
  const response = await signer.sendTransaction({ to, data, gasLimit: 1_000_000 })
  const receipt = await response.wait()
  const calldataGas = getBytes(data).reduce(
    (sum, byte) => sum + (byte === 0 ? ZERO_BYTE_GAS : OTHER_BYTE_GAS),
    0,
  )
  return Number(receipt?.gasUsed) - TRANSACTION_GAS - calldataGas
}
