// Every write and every typed message of the contracts has a descriptor (ERC-7730) that fits the standard and the ABI.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Interface, type InterfaceAbi } from 'ethers'
import { balancesAbi, grantsAbi, namesAbi } from '../../sdk/src/contracts/index.ts'
import { checkDescriptors } from '../descriptors/check-descriptors.ts'
import { findMessages } from '../descriptors/find-messages.ts'

const root = join(import.meta.dirname, '../..')
const abis: Record<string, InterfaceAbi> = { Names: namesAbi, Balances: balancesAbi, Grants: grantsAbi }

for (const [contract, abi] of Object.entries(abis)) {
  const files = globSync(`contracts/descriptors/*-${contract.toLowerCase()}.json`, { cwd: root }).sort()
  const descriptors = files.map((file) => [file, JSON.parse(readFileSync(join(root, file), 'utf8'))] as const)
  const messages = findMessages(root, contract).map(({ type }) => type)
  for (const complaint of checkDescriptors(new Interface(abi), messages, new Map(descriptors))) {
    console.error(`${contract}: ${complaint}`)
    process.exitCode = 1
  }
}
