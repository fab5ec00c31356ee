// Deploys what is missing of Space on a chain, and records in addresses/CHAIN_ID.json where it is:
//   node deploy/deploy.ts --rpc URL [--chain NAME] [--parameters FILE] [--modules LIST] [--from-block NUMBER] [--json]
// The node holds, or passes transactions on to what holds, the deployer's key; this program never sees one. It can be
// ended and run again at any time. What is recorded is verified by verify.ts.
import { SALT } from './create2.ts'
import { deployModule } from './deploy-module.ts'
import { openTarget } from './open-target.ts'
import { recordAddresses } from './record-addresses.ts'

const { module, missing, options, chainId, json, close } = await openTarget(process.argv.slice(2))
for (const parameter of missing)
  console.error(`left out: ${parameter} is neither recorded for this chain nor given`)
const deployed = await deployModule(module, options)
close()
if (chainId !== 31337) await recordAddresses(chainId, deployed)
if (json) {
  const contracts = Object.fromEntries(deployed.map(({ id, address, block }) => [id, { address, block }]))
  console.log(JSON.stringify({ chainId, salt: SALT, contracts }, undefined, 2))
} else
  for (const { id, address, found } of deployed)
    console.log(`${address}  ${id}${found ? ', was there' : ', deployed'}`)
