// Deploys what is missing of Space on a chain, and records in addresses/CHAIN_ID.json what is there then:
//   node deploy/deploy.ts --rpc URL [--chain NAME] [--parameters FILE] [--json]
// The node holds, or passes transactions on to what holds, the deployer's key; this program never sees one. It can be
// ended and run again at any time. What is recorded is verified by verify.ts.
import { mkdir, writeFile } from 'node:fs/promises'
import { SALT } from './create2.ts'
import { deployModule } from './deploy-module.ts'
import { openTarget } from './open-target.ts'

const folder = new URL('./addresses/', import.meta.url)

const { module, options, chainId, json, close } = await openTarget(process.argv.slice(2))
const deployed = await deployModule(module, options)
close()
const contracts = Object.fromEntries(deployed.map(({ id, address, block }) => [id, { address, block }]))
const record = JSON.stringify({ chainId, salt: SALT, contracts }, undefined, 2)
if (chainId !== 31337) {
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`./${chainId}.json`, folder), `${record}\n`)
}
if (json) console.log(record)
else
  for (const { id, address, found } of deployed)
    console.log(`${address}  ${id}${found ? ', was there' : ', deployed'}`)
