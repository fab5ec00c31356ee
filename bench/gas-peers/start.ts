/**
 * The gas of Grants beside that of other contracts that give one account one right, in one run on one local chain.
 * Installs the others beside this file on first use:
 *
 *     npm run --prefix bench/gas-peers start
 *
 * The column "published" is what earlier measurements of the same peer said (OpenZeppelin 5.7, Solady, EAS and Unlock on
 * a newer hard fork); the figures here are for cancun, the oldest that our target chains run.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from '../../scripts/build/build-all.ts'
import { printTable } from '../storage/measure.ts'

const here = import.meta.dirname
process.chdir(join(here, '../..'))

// npm writes this file last: an installation that was broken off is done again.
if (!existsSync(join(here, 'node_modules', '.package-lock.json'))) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' })
}
execFileSync('sh', ['tools/peers/install.sh'], { stdio: 'inherit' })
await buildAll((line) => console.error(line))
// Hardhat looks for its configuration when it is loaded, so it is loaded where the configuration is.
const { measurePeers } = await import('./measure-peers.ts')
const { measureGrants } = await import('../../test/contracts/support/gas-grants.ts')

const format = (value: number) => value.toLocaleString('en')
const peers = await measurePeers()
const ours = await measureGrants()
printTable([
  ['operation', 'gas', 'published'],
  ...peers.map(({ operation, gas, published }) => [operation, format(gas), format(published)]),
])
console.log()
printTable([['ours', 'gas'], ...ours.map(({ operation, gas }) => [operation, format(gas)])])
